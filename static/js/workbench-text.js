// Words of many turns: cut at code points, and what a selection over several of them holds of each.

import { length, placeIn } from "./interview-span.js";

/** Cuts `text` at code points: `cutter(text)(2, 5)` is its third to fifth. */
export function cutter(text) {
  if (length(text) === text.length) return (start, end) => text.slice(start, end);
  const points = [...text];
  return (start, end) => points.slice(start, end).join("");
}

/** What a selection holds of each turn that it touches: `[[turn, start, end], ...]`; null where it holds no words. */
export function placesOf(selection) {
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const places = [];
  for (const words of document.querySelectorAll("#turns .words")) {
    if (!range.intersectsNode(words)) continue;
    const inside = document.createRange();
    inside.selectNodeContents(words);
    if (words.contains(range.startContainer)) inside.setStart(range.startContainer, range.startOffset);
    if (words.contains(range.endContainer)) inside.setEnd(range.endContainer, range.endOffset);
    const place = placeIn(words, inside);
    if (place) places.push([Number(words.dataset.turn), place.start, place.end]);
  }
  return places.length ? places : null;
}
