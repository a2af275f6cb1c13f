/* The languages that the program speaks. */
#ifndef ENGINE_BASE_LANGUAGE_H
#define ENGINE_BASE_LANGUAGE_H

enum language { LANGUAGE_EN, LANGUAGE_VI, LANGUAGE_COUNT };

#endif
