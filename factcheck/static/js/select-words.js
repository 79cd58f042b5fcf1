/**
 * On the article's reading page: words chosen with mouse, finger or keyboard lead to the form for a new
 * claim, already told where they stand. Without this script the plain form does the same.
 * Markup: see "Article reading page" in css/desk.css.
 */

import { Passage, chosen } from "./passages.js";
import { WordCursor } from "./word-cursor.js";

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** The bar at the foot of the window: the words, the way on, and how to let go. */
class Bar {
  /** `deed` says what the words become, `told` what Enter does. */
  constructor(deed, told) {
    this.deed = deed;
    this.told = told;
    this.words = element("span", { className: "chosen__words" });
    this.label = element("span", {});
    this.link = element(
      "a",
      { className: "button button--primary" },
      this.label,
      " ",
      element("kbd", { textContent: "Enter" }),
    );
    this.drop = element(
      "button",
      { type: "button", className: "button button--quiet" },
      "Let go ",
      element("kbd", { textContent: "Esc" }),
    );
    this.stretches = element("span", { className: "chosen__ends" });
    this.root = element("section", { className: "chosen", hidden: true }, this.words, this.stretches, this.link, this.drop);
    this.root.setAttribute("aria-label", "Words chosen");
    this.voice = element("p", { className: "visually-hidden" });
    this.voice.setAttribute("role", "status");
    this.isHeld = false;
    // A press on the bar would end the selection, and with it the bar, before the click arrives.
    this.root.addEventListener("pointerdown", () => (this.isHeld = true));
    addEventListener("pointerup", () => setTimeout(() => (this.isHeld = false)));
    this.root.addEventListener("mousedown", (event) => event.preventDefault());
    document.body.append(this.root, this.voice);
  }

  /** Buttons that take one word more or fewer at either end; `stretch(isEnd, more)` does it. */
  offer(stretch) {
    const ends = [["start", false], ["end", true]];
    for (const [name, isEnd] of ends) {
      for (const [sign, words, more] of [["−", "fewer", -1], ["+", "more", 1]]) {
        const button = element("button", { type: "button", className: "button button--quiet", textContent: sign });
        button.setAttribute("aria-label", `One word ${words} at the ${name}`);
        button.addEventListener("click", () => stretch(isEnd, more));
        this.stretches.append(button);
      }
      if (!isEnd) {
        this.stretches.append(element("span", { textContent: "…" }));
      }
    }
  }

  show(choice, claimUrl) {
    const words = choice.count === 1 ? "this word" : `these ${choice.count} words`;
    const url = new URL(claimUrl, location.href);
    url.searchParams.set("start", choice.start);
    url.searchParams.set("end", choice.end);
    this.link.href = url.href;
    this.label.textContent = `${this.deed} ${words}`;
    this.words.textContent = `“${choice.text}”`;
    this.root.hidden = false;
    this.say(`${choice.count} ${choice.count === 1 ? "word" : "words"} chosen: ${choice.text}. ${this.told}`);
  }

  hide() {
    this.root.hidden = true;
    this.say("");
  }

  /** Speaks once the choice has come to rest, so that fast keys do not stutter. */
  say(sentence) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => (this.voice.textContent = sentence), 350);
  }
}

function follow(article) {
  const passages = [...article.querySelectorAll("[data-paragraph]")].map((found) => new Passage(found));
  const cursor = new WordCursor(passages);
  const bar = new Bar(
    article.dataset.deed ?? "Open a claim from",
    article.dataset.deedTold ?? "Enter opens a claim.",
  );

  function update() {
    const selection = getSelection();
    const range = selection.rangeCount > 0 && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const choice = range && range.intersectsNode(article) ? chosen(passages, range) : null;
    if (choice) {
      bar.show(choice, article.dataset.claimUrl);
    } else if (!bar.isHeld) {
      bar.hide();
    }
  }

  /** What is chosen, however it was, as the cursor's own ends. */
  function stretch(isEnd, more) {
    if (cursor.cursor === null) {
      const range = getSelection().getRangeAt(0);
      const parts = passages.map((passage) => (range.intersectsNode(passage.element) ? passage.covered(range) : null));
      const first = parts.findIndex(Boolean);
      if (first < 0) {
        return;
      }
      cursor.take(first, parts[first].from, parts[first].to);
    }
    cursor.stretch(isEnd, more);
  }

  /** The words of a sentence; asked for again while they are chosen, the other end moves. */
  function takeSentence(event) {
    const number = passages.findIndex((passage) => passage.element.contains(event.target));
    const range = document.createRange();
    range.selectNodeContents(event.target);
    const part = passages[number]?.covered(range);
    if (part) {
      cursor.take(number, part.from, part.to);
    }
  }

  function letGo() {
    cursor.forget();
    getSelection().removeAllRanges();
  }

  function press(event) {
    const number = passages.findIndex((passage) => passage.element === event.target);
    if (number < 0 || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key === "Enter") {
      update(); // the browser tells of a choice a moment later, and quick hands do not wait for it
    }
    if (event.key === "Enter" && !bar.root.hidden) {
      location.assign(bar.link.href);
    } else if (event.key === "w" && cursor.cursor !== null) {
      cursor.turn();
      event.stopPropagation();
    } else if (!cursor.press(event.key, event.shiftKey, number)) {
      return;
    }
    event.preventDefault();
  }

  document.addEventListener("selectionchange", update);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !bar.root.hidden) {
      letGo();
    }
  });
  article.addEventListener("keydown", press);
  article.addEventListener("choosewords", takeSentence);
  bar.offer(stretch);
  article.addEventListener("pointerdown", () => cursor.forget());
  bar.drop.addEventListener("click", letGo);
}

const article = document.querySelector("[data-article][data-claim-url]");
if (article && "Segmenter" in Intl) {
  follow(article);
}
