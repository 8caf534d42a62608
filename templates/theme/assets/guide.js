/** Starts what a page needs; every page is whole without it. */

if (document.querySelector(".keep")) {
  import("./tools.js");
}
