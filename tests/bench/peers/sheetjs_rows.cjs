// SheetJS: node sheetjs_rows.cjs FILE → how many rows there are.
const { readFile, utils } = require("xlsx");

const book = readFile(process.argv[2], { dense: true });
const rows = utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1 });
console.log(rows.length);
