/**
 * Similar claims checked before, fetched beside the work: anew a moment after the last key while a claim is worded, once
 * on the page of a claim. Without this script a button and a link do the same.
 * The list is drawn by the server alone; one that somebody is at work in is left as it is.
 */

const PAUSE = 700; // ms after the last key

function load(method, url, body = null) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.responseType = "document";
    request.onload = () => resolve(request.status === 200 ? request.response : null);
    request.onerror = () => resolve(null);
    request.send(body);
  });
}

class Similar {
  constructor(root) {
    this.root = root;
    this.form = root.closest("form");
    this.statement = this.form.querySelector("[name=statement]");
    this.asked = this.statement.value.trim();
    this.timer = 0;
    this.statement.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    });
  }

  get list() {
    return this.root.querySelector("[data-similar-list]");
  }

  isInUse() {
    const reasons = [...this.list.querySelectorAll("textarea")];
    return this.list.contains(document.activeElement) || reasons.some((one) => one.value.trim());
  }

  async ask() {
    const text = this.statement.value.trim();
    if (text === this.asked || this.isInUse()) {
      return;
    }
    this.asked = text;
    const answer = await load("POST", this.root.dataset.similarUrl, new URLSearchParams(new FormData(this.form)));
    const fresh = answer?.querySelector("[data-similar-list]");
    if (fresh && text === this.asked && !this.isInUse()) {
      this.list.replaceWith(document.adoptNode(fresh));
      this.root.querySelector("[data-similar-voice]").textContent =
        this.list.querySelector("[data-similar-said]").textContent;
    }
  }
}

const root = document.querySelector("[data-similar-url]");
if (root) {
  new Similar(root);
}

const place = document.querySelector("[data-similar-from]");
if (place) {
  const answer = await load("GET", place.dataset.similarFrom);
  const form = answer?.querySelector("[data-similar-form]");
  if (form) {
    place.replaceChildren(document.adoptNode(form));
  }
}
