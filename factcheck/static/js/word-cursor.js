/**
 * Choosing words with the keyboard (P22): in a paragraph, left and right go word by word, with Shift they
 * take more or fewer words, Home and End reach the paragraph's ends, up and down change the paragraph.
 * It moves the browser's own selection, so that what is chosen looks and copies as always.
 */

import { words } from "./passages.js";

export class WordCursor {
  constructor(passages) {
    this.passages = passages;
    this.anchor = null;
    this.cursor = null;
    // One stop of the Tab key for the article instead of one a paragraph.
    passages.forEach((passage, number) => {
      passage.element.tabIndex = number === 0 ? 0 : -1;
    });
  }

  wordsOf(number) {
    return words(this.passages[number].text);
  }

  forget() {
    this.anchor = null;
    this.cursor = null;
  }

  /** Answers one key; true when it meant something here. */
  press(key, isShifted, number) {
    const isRightToLeft = getComputedStyle(this.passages[number].element).direction === "rtl";
    const steps = { ArrowLeft: isRightToLeft ? 1 : -1, ArrowRight: isRightToLeft ? -1 : 1 };
    if (key in steps) {
      return this.go(this.next(number, steps[key]), isShifted);
    }
    if (key === "Home" || key === "End") {
      return this.go(this.edge(number, key === "End"), isShifted);
    }
    if ((key === "ArrowDown" || key === "ArrowUp") && !isShifted) {
      return this.enter(number + (key === "ArrowDown" ? 1 : -1));
    }
    return false;
  }

  next(number, step) {
    if (this.cursor === null) {
      return { passage: number, word: 0 };
    }
    const { passage, word } = this.cursor;
    if (this.wordsOf(passage)[word + step]) {
      return { passage, word: word + step };
    }
    const other = passage + step;
    if (!this.passages[other] || this.wordsOf(other).length === 0) {
      return this.cursor;
    }
    return this.edge(other, step < 0);
  }

  edge(number, isEnd) {
    return { passage: number, word: isEnd ? Math.max(0, this.wordsOf(number).length - 1) : 0 };
  }

  enter(number) {
    if (!this.passages[number]) {
      return false;
    }
    this.forget();
    this.hold(number);
    getSelection().removeAllRanges();
    return true;
  }

  hold(number) {
    this.passages.forEach((passage, other) => {
      passage.element.tabIndex = other === number ? 0 : -1;
    });
    this.passages[number].element.focus();
  }

  go(target, isShifted) {
    if (!this.wordsOf(target.passage)[target.word]) {
      return false;
    }
    this.cursor = target;
    this.anchor = isShifted && this.anchor ? this.anchor : target;
    this.hold(target.passage);
    this.show();
    return true;
  }

  /** Takes the words between two UTF-16 places of a paragraph; the same words again change the end that moves. */
  take(number, from, to) {
    const inside = this.wordsOf(number)
      .map((edges, word) => ({ ...edges, word }))
      .filter((edges) => edges.start >= from && edges.end <= to);
    if (inside.length === 0) {
      return;
    }
    const ends = [inside[0], inside.at(-1)].map(({ word }) => ({ passage: number, word }));
    [this.anchor, this.cursor] = ends;
    this.hold(number);
    this.show();
  }

  turn() {
    [this.anchor, this.cursor] = [this.cursor, this.anchor];
  }

  /** One word more (1) or fewer (-1) at the earlier or the later end of what is chosen. */
  stretch(isEnd, more) {
    if ((this.order() > 0) === isEnd) {
      this.turn();
    }
    const step = isEnd ? more : -more;
    const target = this.next(this.cursor.passage, step);
    const before = this.cursor;
    this.cursor = target;
    if (this.order() > 0 === isEnd && this.order() !== 0) {
      this.cursor = before; // the ends must not pass each other
    }
    this.show();
  }

  /** Below 0 when the anchor is before the cursor, above 0 when it is behind. */
  order() {
    return this.anchor.passage - this.cursor.passage || this.anchor.word - this.cursor.word;
  }

  /** Selects from the earlier to the later of anchor and cursor, both words included. */
  show() {
    const isForward =
      this.anchor.passage < this.cursor.passage ||
      (this.anchor.passage === this.cursor.passage && this.anchor.word <= this.cursor.word);
    const [fixed, moving] = [this.anchor, this.cursor].map(({ passage, word }, which) => {
      const edges = this.wordsOf(passage)[word];
      const isStart = (which === 0) === isForward;
      return this.passages[passage].place(isStart ? edges.start : edges.end);
    });
    getSelection().setBaseAndExtent(...fixed, ...moving);
    moving[0].parentElement.scrollIntoView({ block: "nearest" });
  }
}
