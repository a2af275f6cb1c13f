/* How the page looks: its style sheet. */
#ifndef IO_EXPORT_HTML_STYLE_H
#define IO_EXPORT_HTML_STYLE_H

extern const char html_style[];

#endif
