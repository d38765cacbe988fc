// Choosing other words for a suggestion: by keys a word at a time, or with the mouse. Offsets are code points.

import { length, spanOf } from "./interview-span.js";

const WORD = /[\p{L}\p{N}_]+(?:['’.&-][\p{L}\p{N}_]+)*/gu;

/** Where words begin and end in a text: `[[start, end], ...]`, in code points. */
export function wordsOf(text) {
  return [...text.matchAll(WORD)].map((found) => {
    const start = length(text.slice(0, found.index));
    return [start, start + length(found[0])];
  });
}

/** The span with one end moved by a word: `side` "start" or "end", `way` 1 (right) or -1 (left). */
export function moved([start, end], side, way, words) {
  const edges = words.map(([from, to]) => (side === "start" ? from : to));
  const at = side === "start" ? start : end;
  const fits = (edge) => (side === "start" ? edge < end : edge > start) && (way > 0 ? edge > at : edge < at);
  const possible = edges.filter(fits);
  if (!possible.length) return [start, end];
  const to = way > 0 ? Math.min(...possible) : Math.max(...possible);
  return side === "start" ? [to, end] : [start, to];
}

/** A turn whose span is being changed; `done(start, end)` is called with it, `left()` when it stays as it was. */
export class SpanMode {
  constructor(element, { done, left }) {
    Object.assign(this, { element, done, left, before: element.innerHTML, text: element.textContent });
    this.words = wordsOf(this.text);
    this.span = [Number(element.dataset.start), Number(element.dataset.end)];
    this.draw();
  }

  draw() {
    const letters = [...this.text];
    const mark = document.createElement("mark");
    mark.className = "proposed choosing";
    mark.textContent = letters.slice(...this.span).join("");
    this.element.replaceChildren(letters.slice(0, this.span[0]).join(""), mark, letters.slice(this.span[1]).join(""));
    return mark.textContent;
  }

  /** Takes a key; false for one that is none of this mode's. */
  key(event) {
    if (event.key === "Enter") {
      this.take();
      this.done(...this.span);
    } else if (event.key === "Escape" || event.key === "e") {
      this.element.innerHTML = this.before;
      this.left();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      this.span = moved(this.span, event.shiftKey ? "start" : "end", event.key === "ArrowRight" ? 1 : -1, this.words);
      document.getSelection().removeAllRanges();
      return this.draw();
    } else return false;
    return true;
  }

  /** What the mouse selected in this turn is the span, if it selected anything. */
  take() {
    const selected = spanOf(document.getSelection());
    if (selected?.turn === this.element.dataset.turn) this.span = [selected.start, selected.end];
  }
}
