// Words chosen by keyboard inside a turn: sentence by sentence, with a word more or fewer at either end. Places are code
// points, end exclusive, as the server counts them.

import { length } from "./interview-span.js";

/** The sentences, or with "word" the words, of a text: `[[start, end], ...]`, without the white space around them. */
function parts(text, language, granularity) {
  const found = [];
  let before = 0;
  for (const { segment, isWordLike } of new Intl.Segmenter(language || undefined, { granularity }).segment(text)) {
    const inner = segment.trim();
    const start = before + length(segment) - length(segment.trimStart());
    if (inner && isWordLike !== false) found.push([start, start + length(inner)]);
    before += length(segment);
  }
  return found;
}

/** The sentence after, or before, what is chosen of a text; the first, or the last, where nothing is. */
export function sentenceBeside(text, language, chosen, step) {
  const sentences = parts(text, language, "sentence");
  if (!chosen) return sentences.at(step > 0 ? 0 : -1);
  const [start, end] = chosen;
  if (step > 0) return sentences.find((one) => one[0] >= end) ?? sentences.at(-1);
  return sentences.findLast((one) => one[1] <= start) ?? sentences[0];
}

/** What is chosen with its end moved by a word; never less than a word, and never across the turn's ends. */
export function withEndMoved(text, language, [start, end], step) {
  // "empty" and "empty." are both ends: a sentence's stop is no word, and a coder may want it or not.
  const words = parts(text, language, "word");
  const runs = [...text.matchAll(/\S+/gu)].map((one) => length(text.slice(0, one.index + one[0].length)));
  const ends = [...new Set([...words.map((one) => one[1]), ...runs])].filter((one) => one > start).sort((a, b) => a - b);
  return [start, (step > 0 ? ends.find((one) => one > end) : ends.findLast((one) => one < end)) ?? end];
}

/** The same with its beginning. */
export function withStartMoved(text, language, [start, end], step) {
  const starts = parts(text, language, "word").map((one) => one[0]).filter((one) => one < end);
  return [(step > 0 ? starts.find((one) => one > start) : starts.findLast((one) => one < start)) ?? start, end];
}

/** Show a place in the element of a turn's words as the page's selection. */
export function select(words, [start, end]) {
  const edges = [];
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  for (let before = 0; walker.nextNode(); ) {
    const points = [...walker.currentNode.data];
    for (const edge of [start, end].slice(edges.length)) {
      if (edge > before + points.length) break;
      edges.push([walker.currentNode, points.slice(0, edge - before).join("").length]);
    }
    before += points.length;
  }
  if (edges.length === 2) document.getSelection().setBaseAndExtent(...edges[0], ...edges[1]);
}
