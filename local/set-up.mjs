// Old syntax on purpose: a Node that is too old must be able to read this far, and say so.
var version = process.versions.node.split(".").map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  console.error(
    "Avalanche needs Node.js 20.19 or newer; this is " +
      process.versions.node +
      " (" +
      process.execPath +
      ").\n" +
      "Get a newer one from https://nodejs.org, or with a version manager: nvm install 22, fnm install 22.",
  );
  process.exit(1);
}
import("./set-up/main.mjs")
  .then(function (setUp) {
    return setUp.main(process.argv.slice(2));
  })
  .catch(function (error) {
    console.error(error.expected ? error.message : error);
    process.exit(1);
  });
