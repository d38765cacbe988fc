// Where a selection stands in a turn's words, in code points, as the server counts them.

const PAIRS = /[\ud800-\udfff]/;

/** The number of code points of `text`; an emoji is one, though JavaScript stores two units for it. */
export const length = (text) => (PAIRS.test(text) ? [...text].length : text.length);

/**
 * Where a range stands in the element of a turn's words that it lies in, without white space at its ends:
 * `{start, end, words}`; null where it holds no words. Marks carry their numbers in CSS, so that the element's text is
 * exactly the turn's.
 */
export function placeIn(words, range) {
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const selected = range.toString();
  const inner = selected.trim();
  if (!inner) return null;
  const start = length(before.toString()) + length(selected) - length(selected.trimStart());
  return { start, end: start + length(inner), words: inner };
}

/** The place of a selection inside one turn, with that `turn`; null for an empty one, and for one that leaves the turn. */
export function spanOf(selection) {
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const words = elementOf(range.startContainer)?.closest(".words");
  if (!words || !words.contains(range.endContainer)) return null;
  const place = placeIn(words, range);
  return place && { turn: words.dataset.turn, ...place };
}

function elementOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
}
