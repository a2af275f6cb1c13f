/* The shape of CSV files that people open in a spreadsheet: `csv:` of kpi.yaml.
 * What stands between cells, and in numbers before their decimals, as the
 * spreadsheet of that country expects it. The two differ. */
#ifndef ENGINE_MODEL_CSV_SHAPE_H
#define ENGINE_MODEL_CSV_SHAPE_H

struct csv_shape {
	char delimiter; /* a comma, a semicolon or a tab */
	char decimal;   /* a point or a comma */
};

#endif
