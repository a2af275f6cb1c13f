/* Encodings: what a file is written in, and the file as UTF-8.
 *
 * Files in UTF-8 are read as they are. Others are brought to UTF-8 in memory
 * (at most three times their size), so that every reader sees one encoding;
 * lines stay the same. Bytes that mean nothing in an encoding become invalid
 * UTF-8, and the row that holds them is rejected with its line. */
#ifndef IO_IMPORT_BYTES_ENCODING_H
#define IO_IMPORT_BYTES_ENCODING_H

#include "io/import/bytes/file.h"

/* What a file is written in: "utf-8", "utf-16le", "utf-16be", "windows-1252" or
 * "windows-1258". Its byte order mark decides; else what is declared (one of
 * these, or NULL); else UTF-8, unless its bytes cannot be that and
 * read well as a Windows code page, or are every second time 0 as in UTF-16:
 * then *guessed. Reads the whole file where nothing is declared. */
enum status encoding_find(struct file *file, const char *declared,
    const char **name, bool *guessed, struct diagnostics *diagnostics);

/* *name is "utf-8" if the file begins as such, else NULL. Looks at no more. */
enum status encoding_of_beginning(
    struct file *file, const char **name, struct diagnostics *diagnostics);

/* Brings the file to UTF-8, without a byte order mark; nothing happens if that
 * is what it is. file_read then gives the UTF-8 text. */
enum status encoding_decode(
    struct file *file, const char *name, struct diagnostics *diagnostics);

#endif
