// Places in words, in code points as the server counts them: an emoji is one, though a string stores two units for it.

const PAIRS = /[\ud800-\udfff]/;

/** The number of code points of `text`. */
export function length(text) {
  return PAIRS.test(text) ? [...text].length : text.length;
}

/** Cuts `text` at code points: `cutter(text)(2, 5)` is its third to fifth. */
export function cutter(text) {
  if (!PAIRS.test(text)) return (start, end) => text.slice(start, end);
  const points = [...text];
  return (start, end) => points.slice(start, end).join("");
}

/**
 * What a selection holds of each turn that it touches: `[[turn, start, end], ...]`, without white space at its ends;
 * null where it holds no words. A turn's words are the text of its `.words`; marks carry their numbers in CSS.
 */
export function placesOf(selection) {
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const places = [];
  for (const words of document.querySelectorAll("#turns .words")) {
    if (!range.intersectsNode(words)) continue;
    const inside = document.createRange();
    inside.selectNodeContents(words);
    const before = inside.cloneRange();
    if (words.contains(range.startContainer)) inside.setStart(range.startContainer, range.startOffset);
    if (words.contains(range.endContainer)) inside.setEnd(range.endContainer, range.endOffset);
    before.setEnd(inside.startContainer, inside.startOffset);
    const chosen = inside.toString();
    const trimmed = chosen.trim();
    if (!trimmed) continue;
    const start = length(before.toString()) + length(chosen) - length(chosen.trimStart());
    places.push([Number(words.dataset.turn), start, start + length(trimmed)]);
  }
  return places.length ? places : null;
}
