/**
 * The article's paragraphs as text, and places in it. Offsets that leave this file count Unicode code
 * points of the whole article, as the server does (A2); JavaScript's own count is UTF-16 units, so the
 * change from one to the other happens here and nowhere else.
 */

const segmenters = new Map();

function segment(text, granularity) {
  if (!segmenters.has(granularity)) {
    segmenters.set(granularity, new Intl.Segmenter(undefined, { granularity }));
  }
  return segmenters.get(granularity).segment(text);
}

/** How many code points stand before a UTF-16 index. */
export function codePoints(text, index = text.length) {
  return [...text.slice(0, index)].length;
}

/** The words of a text as [{start, end}] in UTF-16 units. */
export function words(text) {
  return [...segment(text, "word")]
    .filter((piece) => piece.isWordLike)
    .map((piece) => ({ start: piece.index, end: piece.index + piece.segment.length }));
}

/** Moves both ends inwards over white space, then outwards to whole characters as a reader sees them (A3). */
export function tidy(text, from, to) {
  const chosen = text.slice(from, to);
  let start = from + chosen.length - chosen.trimStart().length;
  let end = to - (chosen.length - chosen.trimEnd().length);
  if (start >= end) {
    return null;
  }
  start = segment(text, "grapheme").containing(start).index;
  const last = segment(text, "grapheme").containing(end - 1);
  end = last.index + last.segment.length;
  return { start, end };
}

/** One paragraph: the text nodes that are the article's own, without numbers set between them. */
export class Passage {
  constructor(element) {
    this.element = element;
    this.offset = Number(element.dataset.start);
  }

  nodes() {
    const walker = document.createTreeWalker(this.element, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest("[data-not-text]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    const found = [];
    while (walker.nextNode()) {
      found.push(walker.currentNode);
    }
    return found;
  }

  get text() {
    return this.nodes().map((node) => node.data).join("");
  }

  /** The part of this paragraph that a range covers, as {passage, text, from, to} in UTF-16 units, or null. */
  covered(range) {
    let before = 0;
    let from = null;
    let to = null;
    for (const node of this.nodes()) {
      if (range.intersectsNode(node)) {
        const first = node === range.startContainer ? range.startOffset : 0;
        const last = node === range.endContainer ? range.endOffset : node.length;
        if (last > first) {
          from ??= before + first;
          to = before + last;
        }
      }
      before += node.length;
    }
    const text = this.text;
    const part = from === null ? null : tidy(text, from, to);
    return part && { passage: this, text, from: part.start, to: part.end };
  }

  /** The node and offset at a UTF-16 index of this paragraph's text, for the browser's selection. */
  place(index) {
    let left = index;
    const nodes = this.nodes();
    for (const node of nodes) {
      if (left <= node.length) {
        return [node, left];
      }
      left -= node.length;
    }
    return [nodes.at(-1), nodes.at(-1).length];
  }

  /** A UTF-16 index of this paragraph as a code-point offset of the article. */
  articleOffset(index) {
    return this.offset + codePoints(this.text, index);
  }
}

/** What a range covers of the article: {start, end, text, count} in code points and words, or null. */
export function chosen(passages, range) {
  const parts = passages
    .filter((passage) => range.intersectsNode(passage.element))
    .map((passage) => passage.covered(range))
    .filter(Boolean);
  if (parts.length === 0) {
    return null;
  }
  const text = parts.map((part) => part.text.slice(part.from, part.to)).join(" ");
  return {
    start: parts[0].passage.articleOffset(parts[0].from),
    end: parts.at(-1).passage.articleOffset(parts.at(-1).to),
    text,
    count: words(text).length,
  };
}
