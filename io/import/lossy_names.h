/* Names in which letters are lost: a spreadsheet that saves plain CSV in a code
 * page without them writes `?` for each, and `Nguyễn Văn An` becomes `Nguy?n
 * V?n An`. Nobody can bring them back, and a person or a client is then another
 * one than in other files. */
#ifndef IO_IMPORT_LOSSY_NAMES_H
#define IO_IMPORT_LOSSY_NAMES_H

#include "engine/model/dataset.h"

/* Adds an assumption for each column of each table that has some, with how many
 * cells, the first one, and what to do. STATUS_OK or STATUS_MEMORY, said. */
enum status lossy_names_report(
    struct dataset *data, struct diagnostics *diagnostics);

#endif
