// The coding workbench. What the server said last is `base`; acts that wait are laid over it (`shown`), so that a code
// is on the page at once and stays there, or goes, as the server answers.

import { length } from "./interview-span.js";
import { Memos } from "./workbench-memos.js";
import { Queue, kept, showState } from "./workbench-queue.js";
import { select, sentenceBeside, withEndMoved, withStartMoved } from "./workbench-sentences.js";
import { cutter, placesOf } from "./workbench-text.js";
import { roleNamed, tell } from "./workbench-words.js";

const bench = document.getElementById("bench");
const at = (id) => document.getElementById(id);
const data = JSON.parse(at("interview").textContent);
const turns = data.turns.map((turn) => ({ ...turn, length: length(turn.words) }));
const base = new Map(turns.map((turn) => [turn.position, { codings: turn.codings, nothing: turn.nothing, memos: turn.memos }]));
const indexOf = new Map(turns.map((turn, index) => [turn.position, index]));
const codes = new Map(data.codes.map((code) => [code.id, code]));
const articles = [];
/** Turns that are drawn as done, by position: counted as they are drawn, for a key must not look at all turns. */
const done = new Set();
const LINES = 4;
const RECENT = `workbench-recent-${bench.dataset.study}`;

let version = data.version;
let here = 0;
let from = null;
let places = null;
let typed = "";
let typedAt = 0;
let recent = kept(RECENT);

const memos = new Memos({
  dialog: at("memo"),
  act,
  say,
  nameOf: (code) => codes.get(code)?.name ?? "",
  redraw: (position) => redraw([position]),
});

const queue = new Queue({
  address: bench.dataset.acts,
  token: bench.querySelector("[name=csrfmiddlewaretoken]").value,
  name: `workbench-${bench.dataset.pass}`,
  since: () => version,
  ready,
  answered,
  changed: (state, why) => showState(queue.waiting.length, state, why),
});

// --- what is shown of a turn: what the server said, and what waits

function shown(position) {
  let { codings, nothing } = base.get(position);
  for (const act of queue.waiting) {
    if (act.act === "apply") {
      for (const [turn, start, end] of act.turns) {
        if (turn !== position) continue;
        nothing = false;
        if (!codings.some((one) => same(one, { start, end, code: act.code }))) {
          codings = [...codings, [0, start, end, act.code, ""]];
        }
      }
    } else if (act.act === "remove" && act.turn === position) {
      codings = codings.filter((one) => !same(one, act));
    } else if (act.act === "nothing" && act.turn === position) {
      nothing = act.on;
    }
  }
  codings = [...codings].sort((one, other) => one[1] - other[1] || one[2] - other[2]);
  return { codings, nothing, memos: memos.shown(position, base.get(position).memos, queue.waiting) };
}

function same([, start, end, code, who], place) {
  return start === place.start && end === place.end && code === place.code && !who;
}

const isDone = ({ codings, nothing }) => nothing || codings.some((one) => !one[4]);

// --- drawing

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

function draw(index) {
  const turn = turns[index];
  const state = shown(turn.position);
  const article = articles[index] ?? make("article", { id: `t${turn.position}`, tabindex: "-1" });
  done[isDone(state) ? "add" : "delete"](turn.position);
  article.className = `turn ${turn.role}${done.has(turn.position) ? " done" : ""}`;
  article.setAttribute("aria-label", tell("turn", { turn: turn.position, who: roleNamed(turn.role) }));
  article.replaceChildren(
    make("p", { class: "place", title: turn.open && tell("not_reviewed") }, `${turn.position}${turn.open ? "?" : ""}`),
    make("p", { class: "words", "data-turn": turn.position, lang: data.language }, ...stretches(turn.words, state.codings)),
    beside(state),
  );
  articles[index] = article;
  look(index);
  return article;
}

/** The words in pieces, each underlined once for every coding on it; a coding's number stands where it begins. */
function stretches(words, codings) {
  if (!codings.length) return [words];
  const cut = cutter(words);
  const edges = [...new Set([0, length(words), ...codings.flatMap((one) => [one[1], one[2]])])].sort((a, b) => a - b);
  return edges.slice(1).map((end, n) => {
    const start = edges[n];
    const on = codings.map((one, k) => [one, k + 1]).filter(([one]) => one[1] <= start && end <= one[2]);
    if (!on.length) return cut(start, end);
    const begins = on.filter(([one]) => one[1] === start).map(([, k]) => k);
    const piece = make("span", { "data-depth": on.length, "data-n": begins.join(" ") || undefined }, cut(start, end));
    piece.dataset.codings = on.map(([, k]) => k).join(" ");
    piece.className = `tone-${tone(on.find(([one]) => one[1] === start)?.[0] ?? on[0][0])}`;
    underline(piece, on.slice(0, LINES).map(([one]) => `var(--e${tone(one)})`));
    return piece;
  });
}

const tone = (coding) => codes.get(coding[3])?.tone ?? 1;

function underline(piece, colours) {
  piece.style.backgroundImage = colours.map((colour) => `linear-gradient(${colour}, ${colour})`).join(", ");
  piece.style.backgroundSize = colours.map(() => "100% 2px").join(", ");
  piece.style.backgroundPosition = colours.map((_, n) => `0 calc(100% - ${n * 4}px)`).join(", ");
  piece.style.paddingBottom = `${colours.length * 4 - 2}px`;
}

function beside({ codings, nothing, memos: notes }) {
  const lines = codings.length ? codingsOf(codings) : make("p", { class: "nothing" }, nothing ? tell("read") : "");
  return make("div", { class: "beside" }, lines, ...(notes.length ? [memos.list(notes, make)] : []));
}

function codingsOf(codings) {
  const rows = codings.map((coding, n) => {
    const [id, start, end, code, who] = coding;
    const name = codes.get(code)?.name ?? "";
    const place = { "data-start": start, "data-end": end, "data-code": code, "data-n": n + 1 };
    const kind = `coding tone-${tone(coding)}${id ? "" : " waiting"}${who ? " others" : ""}`;
    const label = [make("b", {}, `${n + 1}`), name, ...(who ? [" ", make("small", {}, who)] : [])];
    return make("li", {}, make("button", { type: "button", class: kind, ...place }, ...label));
  });
  return make("ul", { class: "codings", "aria-label": tell("codings") }, ...rows);
}

function look(index) {
  const [first, last] = chosenTurns();
  articles[index].classList.toggle("here", index === here);
  articles[index].classList.toggle("picked", from !== null && first <= index && index <= last);
}

/** Turns that are drawn as chosen, by index: of a long interview only these are looked at again. */
let marked = [];

function lookAgain() {
  const [first, last] = chosenTurns();
  const now = Array.from({ length: last - first + 1 }, (_, n) => first + n);
  for (const index of [...marked, ...now]) look(index);
  marked = now;
  at("selected").textContent = selectedWords(first, last);
}

function selectedWords(first, last) {
  if (places?.length === 1) return tell("words_of_turn", { turn: places[0][0] });
  if (places) return tell("words_of_turns", { count: places.length });
  if (last > first) return tell("turns_selected", { first: turns[first].position, last: turns[last].position });
  return tell("nothing_selected");
}

function redraw(positions) {
  for (const position of positions) if (indexOf.has(position)) replace(indexOf.get(position));
  progress();
}

/** Draw a turn anew and leave the focus where it was, or with the turn. */
function replace(index) {
  // The turn itself keeps its focus. To focus anything lays out the page at once.
  const article = articles[index];
  const held = article !== document.activeElement && article.contains(document.activeElement) && document.activeElement;
  const memosBefore = article.querySelectorAll("[data-memo]");
  draw(index);
  if (held) (again(held, article, memosBefore) ?? article).focus({ preventScroll: true });
  if (places?.[0][0] === turns[index].position) showPlaces();
}

/**
 * What was chosen, as it is drawn anew: an answer that comes between choosing and a key must not give the key something
 * else to act on. A memo has another name once it is saved, but keeps its place among as many.
 */
function again(held, article, memosBefore) {
  const now = [...article.querySelectorAll(held.dataset.memo ? "[data-memo]" : ".coding")];
  const as = ({ dataset: { memo, start, end, code }, classList }) => `${memo ?? [start, end, code, classList.contains("others")]}`;
  const found = now.find((one) => as(one) === as(held));
  return found ?? (held.dataset.memo && now.length === memosBefore.length ? now[[...memosBefore].indexOf(held)] : undefined);
}

function progress() {
  at("progress").textContent = tell("progress", { done: done.size, count: turns.length });
}

function drawCodes() {
  const current = [...codes.values()].filter((code) => code.current);
  const top = current.filter((code) => !current.some((other) => other.id === code.parent));
  const rows = [];
  const walk = (code, depth) => {
    rows.push(codeButton(code, depth));
    for (const child of current.filter((one) => one.parent === code.id)) walk(child, depth + 1);
  };
  for (const code of top) walk(code, 0);
  at("codes").replaceChildren(...rows);
  drawRecent();
}

/** A browser that knows nothing of this coder yet: the codes of their own codings here, the latest first. */
function usedHere() {
  const own = turns.flatMap((turn) => turn.codings).filter((one) => !one[4]);
  return [...new Set(own.sort((one, other) => other[0] - one[0]).map((one) => one[3]))];
}

function drawRecent() {
  recent = recent.filter((id) => codes.get(id)?.current).slice(0, 9);
  at("recent").replaceChildren(...recent.map((id, n) => codeButton(codes.get(id), 0, `${n + 1}`)));
}

function codeButton(code, depth, key = code.shortcut) {
  const shows = [make("span", {}, code.name), ...(key ? [make("kbd", {}, key)] : [])];
  const about = [code.definition, code.include && tell("use", { words: code.include }), code.exclude && tell("not", { words: code.exclude })];
  const title = about.filter(Boolean).join("\n") || undefined;
  const button = make("button", { type: "button", class: `tone-${code.tone}`, "data-apply": code.id, title }, ...shows);
  return make("li", { class: depth ? "child" : "" }, button);
}

// --- moving and choosing

/** The first and last turn chosen, by index. */
function chosenTurns() {
  return from === null ? [here, here] : [Math.min(from, here), Math.max(from, here)];
}

function go(index, { extend = false } = {}) {
  if (!turns.length) return;
  from = extend ? (from ?? here) : null;
  if (!extend && places) selectNothing();
  here = Math.min(Math.max(index, 0), turns.length - 1);
  // All that is written comes first: to focus and to scroll lay out the page at once.
  lookAgain();
  articles[here].focus({ preventScroll: true });
  articles[here].scrollIntoView({ block: "nearest" });
}

function next() {
  for (let step = 1; step <= turns.length; step += 1) {
    const index = (here + step) % turns.length;
    if (!done.has(turns[index].position)) return go(index);
  }
  return say(tell("every_turn_done"));
}

/** Choose words of this turn by keyboard: `moved(words, language, chosen, step)` gives the place. */
function chooseWords(moved, step, { needsSome = true } = {}) {
  const turn = turns[here];
  const chosen = places?.length === 1 && places[0][0] === turn?.position ? places[0].slice(1) : null;
  if (!turn?.length || (needsSome && !chosen)) return;
  const place = moved(turn.words, data.language, chosen, step);
  from = null;
  places = [[turn.position, ...place]];
  showPlaces();
  lookAgain();
  say(cutter(turn.words)(...place), { heard: true });
}

/** What is chosen of one turn, as the page's selection: a turn that is drawn anew has lost it. */
function showPlaces() {
  if (places?.length !== 1) return;
  const [position, ...place] = places[0];
  select(articles[indexOf.get(position)].querySelector(".words"), place);
}

function chosenPlaces() {
  if (places) return places;
  const [first, last] = chosenTurns();
  return turns
    .slice(first, last + 1)
    .filter((turn) => turn.length)
    .map((turn) => [turn.position, 0, turn.length]);
}

// --- acts

function act(one, positions) {
  trouble("");
  queue.add(one);
  redraw(positions);
}

function apply(id) {
  const code = codes.get(id);
  const chosen = chosenPlaces();
  if (!code || !chosen.length) return;
  useAgain(id);
  selectNothing();
  act({ act: "apply", code: id, turns: chosen }, chosen.map(([position]) => position));
  lookAgain();
  say(tell(chosen.length === 1 ? "applied" : "applied_to_turns", { code: code.name, turn: chosen[0][0], count: chosen.length }));
}

/** A code that is made on the way is for what is selected now, wherever the coder is when the answer comes. */
function makeCode(name) {
  const chosen = chosenPlaces();
  selectNothing();
  act({ act: "code", name, turns: chosen }, []);
  lookAgain();
}

function useAgain(id) {
  const moves = recent[0] !== id;
  recent = [id, ...recent.filter((other) => other !== id)].slice(0, 9);
  localStorage.setItem(RECENT, JSON.stringify(recent));
  if (moves) drawRecent();
}

function selectNothing() {
  places = null;
  from = null;
  document.getSelection().removeAllRanges();
}

function remove(chosen) {
  if (chosen?.dataset.memo) return memos.remove(turnOf(chosen), memoOf(chosen));
  return removeCoding(chosen);
}

function removeCoding(button) {
  const position = turns[here].position;
  const own = shown(position).codings.filter((one) => !one[4]);
  const focused = button && { start: +button.dataset.start, end: +button.dataset.end, code: +button.dataset.code };
  const latest = own.reduce((best, one) => (!best || !one[0] || (best[0] && one[0] > best[0]) ? one : best), null);
  const doomed = focused ? own.find((one) => same(one, focused)) : latest;
  if (!doomed) return say(tell("no_coding"));
  const [, start, end, code] = doomed;
  act({ act: "remove", turn: position, start, end, code }, [position]);
  return say(tell("removed", { code: codes.get(code).name, turn: position }));
}

function toggleNothing() {
  const position = turns[here].position;
  const state = shown(position);
  if (state.codings.some((one) => !one[4])) return say(tell("has_codings"));
  act({ act: "nothing", turn: position, on: !state.nothing }, [position]);
  return say(tell(state.nothing ? "not_read" : "nothing_applies", { turn: position }));
}

/**
 * All passages of a code, in a window beside this one: here nothing moves, and the address keeps the turn. The code is
 * that of the chosen coding, else the one used last.
 */
function compare(id = recent[0]) {
  const code = codes.get(id);
  if (!code) return say(tell("nothing_to_compare"));
  if (turns.length) history.replaceState(null, "", `#t${turns[here].position}`);
  open(bench.dataset.compare.replace("/0/", `/${id}/`), "comparison")?.focus();
  return say(tell("compared", { code: code.name }));
}

const codeOf = (button) => (button ? Number(button.dataset.code) : undefined);

const turnOf = (element) => turns[articles.indexOf(element.closest("article"))].position;
const memoOf = (button) => shown(turnOf(button)).memos.find((memo) => memo.key === button.dataset.memo);

/** The memo that was chosen, else the turn's latest that may be changed; a new one where there is none. */
function openMemo(button) {
  if (button) return memos.open(turnOf(button), memoOf(button));
  if (!turns.length) return undefined;
  const { position } = turns[here];
  return memos.open(position, shown(position).memos.findLast((memo) => !memo.fixed));
}

/** An act as it is sent. A coding is named by its place until it is sent: only then it is certain to have an id. */
function ready(one) {
  const pass = Number(bench.dataset.pass);
  if (one.act !== "remove") return { ...one, pass };
  const found = base.get(one.turn)?.codings.find((coding) => same(coding, one));
  return found ? { act: "remove", client: one.client, pass, coding: found[0] } : null;
}

function answered(one, status, answer) {
  if (answer.code && one.act === "code") {
    codes.set(answer.code.id, answer.code);
    drawCodes();
    useAgain(answer.code.id);
  }
  if (answer.version) version = answer.version;
  const touched = new Set([...(one.turns ?? []).map(([position]) => position), ...(one.turn === undefined ? [] : [one.turn])]);
  for (const [position, state] of Object.entries(answer.turns ?? {})) {
    base.set(Number(position), state);
    touched.add(Number(position));
  }
  memos.answered(one, status, answer, queue.waiting);
  redraw(touched);
  if (status === 409) trouble(answer.error);
  else if (status >= 400) trouble(tell("older"));
  else if (["undo", "redo", "code"].includes(one.act)) say(answer.said);
  // Whoever undoes something sees it, unless they write meanwhile.
  const back = indexOf.get(answer.go?.[0]);
  if (back !== undefined && !document.querySelector("dialog[open]")) go(back);
}

/** Tell what was done; what the eye sees anyway is only `heard`. */
function say(words, { heard = false } = {}) {
  at("said").classList.toggle("visually-hidden", heard);
  at("said").textContent = words;
}

function trouble(words) {
  at("trouble").textContent = words ?? "";
}

// --- the picker, and help

let options = [];
let picked = 0;

function find() {
  const wanted = at("wanted").value.trim().toLowerCase();
  const parts = wanted.split(/\s+/).filter(Boolean);
  const holds = (text) => parts.every((part) => text.toLowerCase().includes(part));
  const current = [...codes.values()].filter((code) => code.current);
  const byName = current.filter((code) => holds(code.name));
  const more = current.filter((code) => !byName.includes(code) && holds(`${code.name} ${code.definition} ${code.include}`));
  byName.sort((a, b) => b.name.toLowerCase().startsWith(wanted) - a.name.toLowerCase().startsWith(wanted));
  options = [...byName, ...more].map((code) => ({ code }));
  const name = at("wanted").value.trim().replace(/\s+/g, " ");
  if (name && ![...codes.values()].some((code) => code.name.toLowerCase() === name.toLowerCase())) options.push({ name });
  picked = 0;
  at("found").replaceChildren(...options.map(option));
  choose(0);
}

function option({ code, name }, n) {
  const inner = code ? [code.name, ...(code.definition ? [make("small", {}, code.definition)] : [])] : [tell("make", { name })];
  return make("li", { role: "option", id: `option-${n}`, class: code ? `tone-${code.tone}` : "" }, ...inner);
}

function choose(n) {
  picked = Math.min(Math.max(n, 0), options.length - 1);
  [...at("found").children].forEach((row, k) => row.setAttribute("aria-selected", k === picked));
  at("found").children[picked]?.scrollIntoView({ block: "nearest" });
  if (options.length) at("wanted").setAttribute("aria-activedescendant", `option-${picked}`);
}

function take({ only = apply } = {}) {
  const one = options[picked];
  if (!one) return;
  at("picker").close();
  if (one.code) only(one.code.id);
  else makeCode(one.name);
}

const openers = {
  picker() {
    at("wanted").value = "";
    find();
    at("picker").showModal();
  },
  help: () => at("help").showModal(),
  comparison: () => compare(),
  hand() {
    const left = turns.length - done.size;
    at("hand-left").textContent = left ? tell("left", { count: left }) : tell("every_turn_done");
    at("hand").showModal();
  },
};

at("wanted").addEventListener("input", find);
at("wanted").addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") choose(picked + 1);
  else if (event.key === "ArrowUp") choose(picked - 1);
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) options[picked]?.code && take({ only: compare });
  else if (event.key === "Enter") take();
  else return;
  event.preventDefault();
});
at("found").addEventListener("click", (event) => {
  const row = event.target.closest("li");
  if (!row) return;
  picked = [...at("found").children].indexOf(row);
  take();
});
at("hand-not").addEventListener("click", () => at("hand").close());
// What waits in the browser would come too late for a pass that is closed.
at("hand").querySelector("form").addEventListener("submit", (event) => {
  if (!queue.waiting.length) return;
  event.preventDefault();
  at("hand").close();
  trouble(tell("not_yet_saved"));
});
for (const id of ["picker", "memo", "help", "hand"]) {
  at(id).addEventListener("close", () => articles[here]?.focus({ preventScroll: true }));
}

// --- keys and mouse

const nextSentence = (step) => chooseWords(sentenceBeside, step, { needsSome: false });

const KEYS = {
  j: () => go(here + 1),
  k: () => go(here - 1),
  J: () => go(here + 1, { extend: true }),
  K: () => go(here - 1, { extend: true }),
  n: next,
  ArrowRight: (event) => (event.shiftKey ? chooseWords(withEndMoved, 1) : nextSentence(1)),
  ArrowLeft: (event) => (event.shiftKey ? chooseWords(withEndMoved, -1) : nextSentence(-1)),
  l: () => chooseWords(withStartMoved, 1),
  h: () => chooseWords(withStartMoved, -1),
  x: (event) => remove(event.target.closest(".coding, .note")),
  u: () => act({ act: "undo" }, []),
  U: () => act({ act: "redo" }, []),
  m: (event) => openMemo(event.target.closest(".note")),
  M: () => turns.length && memos.open(turns[here].position),
  0: toggleNothing,
  "/": () => openers.picker(),
  "=": (event) => compare(codeOf(event.target.closest(".coding"))),
  "?": () => openers.help(),
  Escape: () => {
    document.getSelection().removeAllRanges();
    go(here);
  },
};

/** Letters of codes' own shortcuts, typed one after the other within this time, in milliseconds. */
const TOGETHER = 900;
const withShortcut = () => [...codes.values()].filter((code) => code.current && code.shortcut);

/** Whether a key goes on with a shortcut that was begun: then it is no key of the page. */
function goesOn(key) {
  const begun = typed && performance.now() - typedAt < TOGETHER;
  return begun && withShortcut().some((code) => code.shortcut.startsWith(typed + key));
}

/** A codebook may be older than a key of the page: a shortcut of its own that begins so goes before. */
const YIELDS = ["=", "M", "h", "l"];
const isTaken = (key) => YIELDS.includes(key) && withShortcut().some((code) => code.shortcut.startsWith(key));

function shortcut(key) {
  typed = goesOn(key) ? typed + key : key;
  typedAt = performance.now();
  const found = withShortcut().find((code) => code.shortcut === typed);
  if (found) apply(found.id);
  if (found || !withShortcut().some((code) => code.shortcut.startsWith(typed))) typed = "";
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]") || event.target.closest("input, select, textarea")) return;
  const known = !isTaken(event.key) && KEYS[event.key];
  if (goesOn(event.key)) {
    event.preventDefault();
    shortcut(event.key);
  } else if (known) {
    event.preventDefault();
    known(event);
  } else if (/^[1-9]$/.test(event.key) && recent[event.key - 1]) {
    apply(recent[event.key - 1]);
  } else if (event.key.length === 1 && event.key !== " ") {
    shortcut(event.key);
  }
});

at("turns").addEventListener("focusin", (event) => {
  const article = event.target.closest("article");
  if (!article || article === articles[here]) return;
  const index = articles.indexOf(article);
  here = index;
  lookAgain();
});

document.addEventListener("selectionchange", () => {
  const found = placesOf(document.getSelection());
  if (!found) return;
  places = found;
  from = null;
  here = indexOf.get(found[0][0]);
  lookAgain();
});
at("turns").addEventListener("click", (event) => {
  // Not every browser gives a button, or a turn, the focus when a finger touches it.
  event.target.closest(".coding, .turn")?.focus({ preventScroll: true });
  if (!document.getSelection().isCollapsed) return;
  places = null;
  lookAgain();
});

/** The words of a coding light up with its name. */
function light(event, on) {
  const button = event.target.closest?.(".coding");
  if (!button) return;
  for (const piece of button.closest("article").querySelectorAll("[data-codings]")) {
    if (piece.dataset.codings.split(" ").includes(button.dataset.n)) piece.classList.toggle("lit", on);
  }
}
for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  at("turns").addEventListener(name, (event) => light(event, on));
}
bench.addEventListener("click", (event) => {
  const button = event.target.closest("[data-apply], [data-opens], [data-memo], [data-key]");
  if (!button) return;
  if (button.dataset.key) KEYS[button.dataset.key]({ target: document.activeElement });
  else if (button.dataset.memo) openMemo(button);
  else if (button.dataset.apply) apply(Number(button.dataset.apply));
  else openers[button.dataset.opens]();
});
// A click on a code, or on what a key does, must not take away what is selected, or chosen, before it is done.
for (const beside of [at("codes"), at("recent"), bench.querySelector(".acts")]) {
  beside.addEventListener("mousedown", (event) => event.preventDefault());
}

at("turns").append(...turns.map((_, index) => draw(index)));
if (!recent.length) recent = usedHere();
drawCodes();
progress();
if (turns.length) go(Math.max(0, indexOf.get(Number(location.hash.slice(2))) ?? 0));
queue.send();
bench.dataset.ready = "true";
