// Deciding differences by keyboard: a number keeps that coder's reading, 0 leaves the code out, then Enter with a reason.
// A decision is on the page at once, the next difference comes up, and the server hears of it meanwhile; what it refuses
// is open again with what was written. Without this file the same forms reload the page.

import { Queue, showState } from "./workbench-queue.js";
import { tell } from "./workbench-words.js";

const at = (id) => document.getElementById(id);
const page = at("differences");
const sections = [...page.querySelectorAll(".difference")];
/** The latest reason for each choice, as "1" or "0": offered again, and typed over at once. */
const lately = new Map();
let version = Number(page.dataset.version);
let chosen = null;

// Reasons may quote: nothing of it is kept in the browser.
const queue = new Queue({
  address: page.dataset.acts,
  token: page.querySelector("[name=csrfmiddlewaretoken]").value,
  name: null,
  since: () => version,
  ready: (act) => ({ ...act, pass: Number(page.dataset.pass) }),
  answered,
  changed: (state, why) => showState(queue.waiting.length, state, why),
});

const say = (words) => { at("said").textContent = words; };
const here = () => sections.indexOf(document.activeElement.closest(".difference"));
const waits = (section) => section.classList.contains("waiting");
const isOpen = (section) => section.dataset.verdict === "open";
const named = (section) => ({ turn: section.dataset.turn, code: section.dataset.code });

// --- moving

function stand(section) {
  section.focus({ preventScroll: true });
  section.scrollIntoView({ block: "nearest" });
}

function go(index) {
  if (sections.length) stand(sections[Math.min(Math.max(index, 0), sections.length - 1)]);
}

/** The next difference to decide, else the first that was left for later, else the button that submits it all. */
function goOn(index) {
  const next = [...sections.slice(index + 1), ...sections.slice(0, index + 1)].find(isOpen);
  if (next) return stand(next);
  if (at("hand-in").hidden) return say(tell("all_decided"));
  at("hand-in").scrollIntoView({ block: "center" });
  return at("hand-in").querySelector("button").focus({ preventScroll: true });
}

// --- deciding

/** What Enter will do is marked on its button; a decision without a reason is none. */
function choose(button) {
  chosen?.classList.remove("chosen");
  chosen = button;
  if (!button) return;
  button.classList.add("chosen");
  const { reason } = button.form.elements;
  if (!reason.value) reason.value = lately.get(keyOf(button)) ?? "";
  reason.focus();
  reason.select();
}

const keeps = (section) => [...section.querySelectorAll("[value^=keep-]")];
const keyOf = (button) => (isKeep(button) ? `${keeps(button.closest(".difference")).indexOf(button) + 1}` : "0");
const isKeep = (button) => button.value.startsWith("keep-");

function press(section, key) {
  const button = key === "0" ? section.querySelector("[value^=leave-]") : keeps(section)[key - 1];
  if (!button) return;
  section.querySelector("details").open = true;
  choose(button);
}

function decide(button) {
  const section = button.closest(".difference");
  const { reason } = button.form.elements;
  const text = reason.value.trim();
  if (waits(section)) return say(tell("waits"));
  if (!text) {
    choose(button);
    return say(tell("say_why"));
  }
  const keep = isKeep(button);
  const before = { verdict: section.dataset.verdict, seen: Number(section.dataset.seen), ...written(section) };
  lately.set(keyOf(button), text);
  offer(text);
  choose(null);
  trouble("");
  section.classList.add("waiting");
  show(section, { verdict: keep ? "kept" : "left out", why: text, by: "", seen: before.seen });
  const coding = Number(button.value.split("-")[1]);
  queue.add({ act: "decide", section: section.id, coding, keep, text, seen: before.seen, before });
  goOn(sections.indexOf(section));
  return say(tell(keep ? "said_kept" : "said_left_out", named(section)));
}

function offer(reason) {
  const there = [...at("reasons").options].some((option) => option.value === reason);
  if (!there) at("reasons").append(new Option("", reason));
}

function written(section) {
  const outcome = section.querySelector(".outcome");
  return { why: outcome.querySelector("q").textContent, by: outcome.querySelector("span").textContent };
}

/** Show what became of a difference. Decided ones are closed; their readings are one click away. */
function show(section, { verdict, why = "", by = "", seen }) {
  const outcome = section.querySelector(".outcome");
  const was = section.dataset.verdict;
  section.dataset.verdict = verdict;
  section.dataset.seen = seen;
  section.querySelector("[name=seen]").value = seen;
  outcome.hidden = verdict === "open";
  outcome.querySelector("b").textContent = verdict === "open" ? "" : tell(verdict);
  outcome.querySelector("q").textContent = why;
  outcome.querySelector("q").hidden = !why;
  outcome.querySelector("span").textContent = by;
  if (was !== verdict || verdict !== "open") section.querySelector("details").open = verdict === "open";
}

// --- what the server said

function answered(act, status, answer) {
  const section = act.section && at(act.section);
  section?.classList.remove("waiting");
  if (answer.version) version = answer.version;
  if (section && status >= 400) show(section, act.before);
  const moved = new Set();
  for (const [id, row] of Object.entries(answer.rows ?? {})) {
    const each = at(id);
    // What waits behind this one is shown as it will be.
    if (!each || waits(each)) continue;
    if (each.dataset.verdict !== row.verdict) moved.add(each);
    show(each, row);
  }
  // A refused one keeps what was written, for whoever looks at it again.
  if (section && status >= 400) section.querySelector("[name=reason]").value = act.text;
  if (section && status < 400) section.querySelector("[name=reason]").value = "";
  if ("found" in answer) at("left").textContent = answer.found;
  if ("left" in answer) handIn(answer.left);
  (answer.after ?? []).forEach(([kappa, percent], n) => {
    const [, first, second] = page.querySelectorAll(".agreement .after")[n].children;
    [first.textContent, second.textContent] = [kappa, percent];
  });
  if (status === 409) trouble(section ? tell("refused", { ...named(section), error: answer.error }) : answer.error, section);
  else if (status >= 400) trouble(tell("older"), section);
  else if (answer.said) say(answer.said);
  // Where something was undone, that comes up: of a turn with several differences the one that changed.
  const ofTurn = sections.filter((each) => answer.go?.includes(Number(each.dataset.turn)));
  const back = ofTurn.find((each) => moved.has(each)) ?? ofTurn[0];
  if (back) stand(back);
}

/** The whole may be submitted once nothing is left, and every decision is with the server. */
function handIn(left) {
  const was = at("hand-in").hidden;
  at("hand-in").hidden = left > 0 || queue.waiting.length > 0;
  if (was && !at("hand-in").hidden && !sections.some(isOpen)) {
    goOn(0);
    say(tell("all_decided"));
  }
}

function trouble(words, section = null) {
  at("trouble").textContent = words ?? "";
  if (!section) return;
  const link = document.createElement("a");
  link.href = `#${section.id}`;
  link.textContent = "↓";
  link.setAttribute("aria-label", section.querySelector("h3").textContent.trim());
  at("trouble").append(" ", link);
}

// --- keys, and buttons

const KEYS = {
  j: () => go(here() + 1),
  k: () => go(here() - 1),
  n: () => goOn(here()),
  u: () => queue.add({ act: "undo" }),
  U: () => queue.add({ act: "redo" }),
  "=": () => sections[here()]?.querySelector(".compare").click(),
};

function inReason(event) {
  if (event.key === "Escape") {
    choose(null);
    event.target.closest(".difference").focus({ preventScroll: true });
  } else if (event.key === "Enter" && chosen?.form === event.target.form) {
    event.preventDefault();
    decide(chosen);
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches("[name=reason]")) return inReason(event);
  if (event.target.closest("input, select, textarea")) return;
  if (KEYS[event.key]) KEYS[event.key]();
  else if (/^[0-9]$/.test(event.key) && here() >= 0) press(sections[here()], event.key);
  else return;
  event.preventDefault();
});

page.addEventListener("click", (event) => {
  const button = event.target.closest("[name=decide], [name=act]");
  if (!button) return;
  event.preventDefault();
  if (button.name === "decide") decide(button);
  else queue.add({ act: button.value });
});

for (const button of page.querySelectorAll("[name=decide]")) {
  const key = document.createElement("kbd");
  key.textContent = keyOf(button);
  key.setAttribute("aria-hidden", true);
  button.prepend(key, " ");
}
showState(0, "saved");
const wanted = sections.findIndex((section) => `#${section.id}` === location.hash);
go(Math.max(0, wanted));
page.dataset.ready = "true";
