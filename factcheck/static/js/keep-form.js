/** Asks before typed text is left behind. Nothing is stored: a desk's drafts stay out of the browser. */

const dirty = new Set();

function ask(event) {
  event.preventDefault();
}

function follow() {
  if (dirty.size > 0) {
    addEventListener("beforeunload", ask);
  } else {
    removeEventListener("beforeunload", ask);
  }
}

for (const form of document.querySelectorAll("form[data-keep]")) {
  // A form that came back with something to mend holds text that is saved nowhere.
  if (form.querySelector(".is-wrong")) {
    dirty.add(form);
    follow();
  }
  form.addEventListener("input", () => {
    dirty.add(form);
    follow();
  });
  for (const end of ["submit", "reset"]) {
    form.addEventListener(end, () => {
      dirty.delete(form);
      follow();
    });
  }
}
