/**
 * The search in a copy of the site that no server answers. What was asked for stands in the address, as it does where a
 * server answers: the index says which verdicts fit, and they are shown from the pages of the list of all verdicts, in
 * the language of the page (`data-find-verdicts` is what their addresses begin with).
 */

const SHOWN = 20; // at once
const CHINESE_SIGNS = "\u2e80"; // single signs from here on may be the beginning of a longer word
const FIELDS = { q: "a", claimant: "c", outlet: "o" };
const FACTS = ["rating", "topic", "from", "to"];

/** The words of a text without case and marks above and below, as the index has them. */
export function plainWords(text) {
  const plain = text.normalize("NFKD").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ").replace(/\p{M}/gu, "");
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}

/** What the file of a word is called. */
export function fileOf(word) {
  return [...word]
    .slice(0, 2)
    .map((sign) => (sign.codePointAt(0) < 128 ? sign : `u${sign.codePointAt(0).toString(16)}`))
    .join("");
}

function isBeginning(word) {
  return [...word].length > 1 || word >= CHINESE_SIGNS;
}

async function read(address) {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(address);
  }
  return answer.json();
}

class Search {
  constructor(root) {
    this.root = root;
    this.folder = root.dataset.find;
    this.verdicts = root.dataset.findVerdicts;
    this.pages = new Map();
  }

  /** The numbers of the verdicts that hold a word in a field. */
  async holding(word, field) {
    const name = fileOf(word);
    const isWhole = [...word].length > 1 || !isBeginning(word);
    const files = this.index.words.filter((one) => (isWhole ? one === name : one.startsWith(name)));
    const found = new Set();
    for (const words of await Promise.all(files.map((one) => read(`${this.folder}words-${one}.json`)))) {
      for (const [there, fields] of Object.entries(words)) {
        if (there === word || (isBeginning(word) && there.startsWith(word))) {
          (fields[field] ?? []).forEach((number) => found.add(number));
        }
      }
    }
    return found;
  }

  /** What fits everything that was asked for, last changed first. */
  async find(asked) {
    this.index = await read(`${this.folder}index.json`);
    let fitting = null;
    for (const [name, field] of Object.entries(FIELDS)) {
      for (const word of plainWords(asked.get(name) ?? "")) {
        const holding = await this.holding(word, field);
        fitting = new Set([...(fitting ?? holding)].filter((number) => holding.has(number)));
      }
    }
    const facts = await this.facts(fitting);
    const [rating, topic, from, to] = FACTS.map((name) => (asked.get(name) ?? "").trim());
    return facts
      .filter(({ code, topics }) => (!rating || code === rating) && (!topic || topics.includes(topic)))
      .filter(({ day }) => (!from || day >= from) && (!to || day <= to))
      .sort((one, other) => other.changed - one.changed || other.number - one.number)
      .map(({ number }) => number);
  }

  async facts(fitting) {
    const partOf = (number) => Math.ceil(number / this.index.facts_size);
    const wanted = fitting === null ? null : new Set([...fitting].map(partOf));
    const parts = this.index.facts.filter((part) => wanted === null || wanted.has(part));
    const loaded = await Promise.all(parts.map((part) => read(`${this.folder}facts-${part}.json`)));
    return loaded
      .flatMap((part) => Object.entries(part))
      .map(([number, [code, day, changed, ...topics]]) => ({ number: Number(number), code, day, changed, topics }))
      .filter(({ number }) => fitting === null || fitting.has(number));
  }

  /** A verdict as the list of all verdicts shows it. */
  async item(number) {
    const part = Math.ceil(number / this.index.page_size);
    if (!this.pages.has(part)) {
      this.pages.set(part, page(`${this.verdicts}all/${part}`));
    }
    const listed = await this.pages.get(part);
    const link = listed.querySelector(`article.item a[href^="${this.verdicts}${number}-"]`);
    return link ? document.importNode(link.closest("article.item"), true) : null;
  }
}

function page(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => (request.status === 200 ? resolve(request.response) : reject(new Error(address)));
    request.onerror = () => reject(new Error(address));
    request.send();
  });
}

function fill(form, asked) {
  for (const field of form.elements) {
    if (field.name && asked.has(field.name)) {
      field.value = asked.get(field.name);
    }
  }
}

async function show(root, asked) {
  const part = (name) => document.querySelector(`[data-find-${name}]`);
  const search = new Search(root);
  const items = part("items");
  const more = part("more");
  let found = [];
  async function further() {
    for (const number of found.splice(0, SHOWN)) {
      const item = await search.item(number);
      if (item) {
        items.append(item);
      }
    }
    more.hidden = found.length === 0;
  }
  part("plain").hidden = true;
  root.hidden = false;
  try {
    found = await search.find(asked);
    const isAny = found.length > 0;
    await further();
    items.hidden = !isAny;
    part("title").hidden = !isAny;
    part("none").hidden = isAny;
  } catch {
    part("failed").hidden = false;
    part("plain").hidden = false;
  }
  if (location.hash === `#${root.id}`) {
    root.scrollIntoView();
  }
  more.querySelector("button").addEventListener("click", () => further());
}

const root = globalThis.document?.querySelector("[data-find]");
if (root) {
  const asked = new URLSearchParams(location.search);
  const isAsked = [...Object.keys(FIELDS), ...FACTS].some((name) => (asked.get(name) ?? "").trim());
  if (isAsked) {
    fill(document.querySelector("form.finder"), asked);
    await show(root, asked);
  }
}
