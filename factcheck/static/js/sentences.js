/**
 * Going through an article sentence by sentence: one key a decision, one small request each, no page load.
 * Without this script the signs behind the sentences are links and the box beside the text holds plain forms.
 * Letters count only while the text or the box has the focus (WCAG 2.1.4).
 */

const WORDS = { unlooked: "Not looked at", suggested: "Suggested", no_claim: "No checkable claim", claim: "Claim" };
const SHAPES = { unlooked: "dot", suggested: "ring-dotted", no_claim: "tick", claim: "tick-line" };

const LEFT = ["unlooked", "suggested"];

class Box {
  constructor(root, article) {
    this.root = root;
    this.article = article;
    this.last = [];
    this.isSending = false;
    this.part = (name) => root.querySelector(`[data-${name}]`);
    // `:target` is not yet what the address names while the page is being read.
    const named = document.getElementById(location.hash.slice(1));
    this.sentence = named?.matches("[data-article] .sentence") ? named : null;
    this.part("pass").addEventListener("submit", (event) => this.send(event, this.part("pass")));
    this.part("take-back").addEventListener("submit", (event) => this.send(event, this.part("take-back")));
    this.part("pass").querySelector("select").addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        this.send(event, this.part("pass"));
      } else if (event.key === "Escape") {
        this.sentence.querySelector(".sentence__sign").focus({ preventScroll: true }); // back to the letters
      }
    });
    article.addEventListener("click", (event) => this.click(event));
    this.part("next").addEventListener("click", (event) => this.goOn(event));
    article.classList.add("is-quick"); // from now on the chosen sentence is marked, not the one of the address
    this.part("close").hidden = false;
    this.part("close").addEventListener("click", () => this.letGo());
    if (this.sentence) {
      this.choose(this.sentence);
    }
    addEventListener("load", () => requestAnimationFrame(() => this.comeBack()));
  }

  /**
   * The keys count from the first moment: the text takes the focus where nothing else has it.  A browser that
   * goes to the sentence of the address takes the focus away again, and with it the keys.
   */
  comeBack() {
    if (document.activeElement !== document.body) {
      return;
    }
    if (this.sentence) {
      this.choose(this.sentence);
    } else if (!location.hash) {
      this.article.focus({ preventScroll: true });
    }
  }

  /** The link to the next sentence, where that stands on this page: no page is loaded for it. */
  goOn(event) {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (isPlain && [...this.article.querySelectorAll(".sentence")].some((one) => LEFT.includes(one.dataset.look))) {
      event.preventDefault();
      this.next();
    }
  }

  click(event) {
    const sign = event.target.closest(".sentence__sign");
    if (sign && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.choose(sign.closest(".sentence"));
    }
  }

  textOf(sentence) {
    const copy = sentence.cloneNode(true);
    copy.querySelectorAll("[data-not-text]").forEach((one) => one.remove());
    return copy.textContent;
  }

  choose(sentence) {
    this.sentence?.classList.remove("is-chosen");
    this.sentence = sentence;
    sentence.classList.add("is-chosen");
    this.part("chosen").hidden = false;
    this.root.classList.add("is-docked");
    this.part("words").textContent = this.textOf(sentence);
    for (const input of this.root.querySelectorAll("input[name=start]")) {
      input.value = sentence.dataset.sentence;
    }
    this.part("open").href = this.claimOn(sentence.dataset.sentence, sentence.dataset.end);
    this.showSpans();
    this.showLook();
    sentence.querySelector(".sentence__sign").focus({ preventScroll: true });
    sentence.scrollIntoView({ block: "center" });
  }

  letGo() {
    const sign = this.sentence?.querySelector(".sentence__sign");
    this.sentence?.classList.remove("is-chosen");
    this.sentence = null;
    this.part("chosen").hidden = true;
    this.root.classList.remove("is-docked");
    sign?.focus({ preventScroll: true });
  }

  claimOn(start, end) {
    const url = new URL(this.root.dataset.claimUrl, location.href);
    url.searchParams.set("start", start);
    url.searchParams.set("end", end);
    return url.href;
  }

  /** The claims proposed inside a compound sentence, each as a link of its own. */
  showSpans() {
    const { sentence, spans = "" } = this.sentence.dataset;
    const points = [...this.textOf(this.sentence)];
    const items = spans.split(" ").filter(Boolean).map((span) => {
      const [start, end] = span.split("-").map(Number);
      const link = document.createElement("a");
      link.href = this.claimOn(start, end);
      link.textContent = points.slice(start - sentence, end - sentence).join("");
      const item = document.createElement("li");
      item.append(link);
      return item;
    });
    this.part("spans").replaceChildren(...items);
    this.part("spans-shown").hidden = items.length === 0;
  }

  showLook() {
    const { look, why = "", flags = "", reason = "nothing" } = this.sentence.dataset;
    const isSuggested = look === "suggested";
    this.part("look").textContent = WORDS[look];
    this.part("why").textContent = look === "claim" ? "" : why;
    this.part("flags").textContent = flags;
    this.part("flags-shown").hidden = flags === "";
    this.part("open-words").textContent = isSuggested ? "Accept: open a claim" : "Open a claim from it";
    this.part("open-key").textContent = isSuggested ? "a" : "o";
    this.part("reason-label").textContent = isSuggested ? "Dismiss it, because it is" : "Or it is";
    this.part("pass").querySelector("select").value = reason;
    this.part("pass").hidden = !LEFT.includes(look);
    this.part("take-back").hidden = look !== "no_claim";
  }

  next(looks = LEFT) {
    const left = [...this.article.querySelectorAll(".sentence")].filter((one) => looks.includes(one.dataset.look));
    const here = Number(this.sentence?.dataset.sentence ?? -1);
    const found = left.find((one) => Number(one.dataset.sentence) > here) ?? left[0];
    if (found) {
      this.choose(found);
    } else if (looks === LEFT) {
      if (!this.part("go-on").hidden) {
        this.part("next").click(); // on another part of a long article
      }
    } else {
      this.say("No suggestion is left on this page.");
    }
  }

  async send(event, form) {
    event?.preventDefault();
    if (this.isSending) {
      return; // a key pressed twice decides once
    }
    this.isSending = true;
    const sentence = this.sentence;
    const isPass = form === this.part("pass");
    let answer;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
      });
      answer = response.ok ? await response.json() : null;
    } catch {
      answer = null;
    }
    if (!answer) {
      form.submit(); // the plain way says what is wrong
      return;
    }
    this.isSending = false;
    this.mark(sentence, answer);
    if (isPass) {
      this.last.push(sentence);
      this.next();
    }
    const left = answer.left === 0 ? this.part("all-done").textContent : `${answer.left} of ${answer.total} left.`;
    this.say(`${answer.words}. ${left}`);
  }

  mark(sentence, answer) {
    sentence.classList.remove(`sentence--${sentence.dataset.look.replace("_", "-")}`);
    this.count(sentence.dataset.look, -1);
    this.count(answer.look, 1);
    sentence.dataset.look = answer.look;
    sentence.dataset.why = answer.why;
    sentence.classList.add(`sentence--${answer.look.replace("_", "-")}`);
    const sign = sentence.querySelector(".sentence__sign");
    const { flags } = sentence.dataset;
    sign.setAttribute("aria-label", `Sentence: ${answer.words}${flags ? `; ${flags}` : ""}`);
    const use = sign.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${SHAPES[answer.look]}`));
    document.querySelector("[data-left]").textContent = answer.left;
    this.part("go-on").hidden = answer.left === 0;
    this.part("all-done").hidden = answer.left > 0;
    document.querySelector("[data-percent]").textContent = answer.percent;
    document.querySelector(".coverage__bar").value = answer.percent;
    const cell = document.querySelector(`[data-cell="${sentence.dataset.sentence}"]`);
    if (cell) {
      cell.className = `strip__cell strip__cell--${answer.look.replace("_", "-")}`;
    }
    this.showLook();
  }

  /** One sentence more or fewer ends in that sign. */
  count(look, more) {
    const shown = document.querySelector(`[data-look-count="${look}"]`);
    shown.textContent = Number(shown.textContent) + more;
  }

  undo() {
    if (this.isSending) {
      return;
    }
    const sentence = this.sentence?.dataset.look === "no_claim" ? this.sentence : this.last.pop();
    if (sentence) {
      this.choose(sentence);
      this.send(null, this.part("take-back"));
    }
  }

  say(sentence) {
    this.part("voice").textContent = sentence;
  }

  press(key) {
    const isChosen = this.sentence !== null;
    if (key === "n") {
      this.next();
    } else if (key === "s") {
      this.next(["suggested"]);
    } else if (key === "x" && isChosen && LEFT.includes(this.sentence.dataset.look)) {
      this.send(null, this.part("pass"));
    } else if ((key === "o" || key === "a") && isChosen) {
      location.assign(this.part("open").href);
    } else if (key === "d" && isChosen && !this.part("pass").hidden) {
      this.part("pass").querySelector("select").focus();
    } else if (key === "w" && isChosen) {
      this.sentence.dispatchEvent(new CustomEvent("choosewords", { bubbles: true }));
    } else if (key === "u") {
      this.undo();
    } else if (key === "Escape" && isChosen) {
      this.letGo();
    } else if (key === "?") {
      const keys = this.root.querySelector(".keys");
      keys.open = !keys.open;
      keys.querySelector("summary").focus();
    } else {
      return false;
    }
    return true;
  }
}

const root = document.querySelector("[data-sentencebox]");
const article = document.querySelector("[data-article]");
if (root && article) {
  const box = new Box(root, article);
  addEventListener("keydown", (event) => {
    const isHere = root.contains(event.target) || article.contains(event.target);
    const isTyping = event.target.closest("input:not([type=hidden]), textarea, select");
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isHere && !isTyping && isPlain && box.press(event.key)) {
      event.preventDefault();
    }
  });
}
