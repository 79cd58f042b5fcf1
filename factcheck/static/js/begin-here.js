/**
 * A form that one comes to in order to write: the cursor stands in its first field, and the page stays where it is.
 * Not where a finger would only open a keyboard over what is to be read first.
 */

const first = document.querySelector("[data-begin]");
if (first && matchMedia("(pointer: fine)").matches && document.activeElement === document.body) {
  first.focus({ preventScroll: true });
}
