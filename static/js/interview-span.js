// Where a selection stands in a turn's words, in code points, as the server counts them.

/** The number of code points of a string; an emoji is one, though JavaScript stores two units for it. */
const length = (text) => [...text].length;

/**
 * The span of a selection inside one turn, without white space at its ends: `{turn, start, end, words}`;
 * null for an empty selection, and for one that leaves the turn. Marks carry their numbers in CSS, so that the
 * element's text is exactly the turn's.
 */
export function spanOf(selection) {
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const words = elementOf(range.startContainer)?.closest(".words");
  if (!words || !words.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const selected = range.toString();
  const inner = selected.trim();
  if (!inner) return null;
  const start = length(before.toString()) + length(selected) - length(selected.trimStart());
  return { turn: words.dataset.turn, start, end: start + length(inner), words: inner };
}

function elementOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
}
