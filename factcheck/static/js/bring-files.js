/**
 * Files dropped on the page or pasted into it join those chosen in its form; nothing is sent before the
 * button is pressed. Without this script the form's own field does it.
 */

function follow(form) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-bring-list]");

  function show() {
    list.replaceChildren(
      ...[...input.files].map((file) => {
        const row = document.createElement("li");
        row.textContent = `${file.name}, ${Math.max(1, Math.round(file.size / 1000)).toLocaleString("en")} kB`;
        return row;
      }),
    );
    list.hidden = input.files.length === 0;
  }

  function add(files) {
    const all = new DataTransfer();
    for (const file of [...input.files, ...files]) {
      all.items.add(file);
    }
    input.files = all.files;
    show();
    input.focus();
  }

  function take(event, transfer) {
    if (transfer && transfer.files.length > 0) {
      event.preventDefault();
      add(transfer.files);
    }
  }

  addEventListener("dragover", (event) => {
    if ([...event.dataTransfer.types].includes("Files")) {
      event.preventDefault();
    }
  });
  addEventListener("drop", (event) => take(event, event.dataTransfer));
  addEventListener("paste", (event) => take(event, event.clipboardData));
  input.addEventListener("change", show);
  form.querySelector("[data-bring-hint]").hidden = false;
}

const form = document.querySelector("form[data-bring-files]");
if (form) {
  follow(form);
}
