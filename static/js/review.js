// The review page: keys press its buttons, and each answer takes the place of the last without a reload.
// Everything works without this file: buttons post, the server redirects to the next decision.

import { SpanMode } from "./review-span.js";

const said = document.getElementById("said");
const dialog = document.getElementById("keys");
const keysOn = document.getElementById("keys-on");
const STORED = "review-keys-off";
// What a new type leaves as the person set it.
const CHOICES = ["everywhere", "as_identifier", "correction", "reason"];
let busy = false;
let choosing = null;
let pressed = false; // a key pressed the button, which has no focus to keep
let lent = null; // a button or list that a key or choice only passed through
let stepping = false; // a list's value changes under the arrow keys, step by step

const byKey = (key) => document.querySelector(`#review [data-key~="${CSS.escape(key)}"]`);
const typing = (target) => target.closest("input:not([type=checkbox]), select, textarea");

/** Show what the server answered: new words and buttons, and a line that says what was done. */
async function show(request, { push = true, spoken = true, kept = [] } = {}) {
  if (busy) return;
  busy = true;
  const active = document.activeElement;
  const held = pressed || active === lent ? null : active?.id;
  pressed = false;
  const review = document.getElementById("review");
  review.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(...request);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("review");
    if (!answer.ok || !next) return location.assign(location.href);
    review.replaceWith(document.adoptNode(next));
    if (push) history.pushState(null, "", answer.url);
    const line = page.getElementById("said");
    if (spoken || line.textContent.trim()) said.replaceChildren(...line.childNodes);
    kept.forEach(restore);
    arrive(held);
  } catch {
    review.removeAttribute("aria-busy");
    const lost = document.createElement("p");
    lost.className = "error";
    lost.textContent = "The server did not answer. Look at what is shown before you decide again.";
    said.replaceChildren(lost);
  } finally {
    busy = false;
  }
}

/** Another type was chosen: show what can be done with it; what the person ticked or typed already stays. */
function retype(list) {
  const kept = CHOICES.map((id) => document.getElementById(id)).filter(Boolean);
  if (list === document.activeElement) lent = list; // The next key decides: it is none for the list.
  show([`${list.dataset.reload}&as=${encodeURIComponent(list.value)}`], { push: false, kept });
}

function restore(field) {
  const now = document.getElementById(field.id);
  if (now) [now.checked, now.value] = [field.checked, field.value];
}

/** Focus stays on the button or list that had it; after a field, and after keys, it goes to the new decision. */
function arrive(held) {
  choosing = lent = null;
  prepare();
  const same = held && document.querySelector(`#review #${CSS.escape(held)}`);
  const stays = same && (same.tagName === "SELECT" || (same.tagName === "BUTTON" && !same.hidden));
  (stays ? same : document.getElementById("decision"))?.focus({ preventScroll: true });
  reveal();
}

/** Long turns: bring the words in question into view, and nothing else moves. */
function reveal() {
  const current = document.querySelector(".turn.current mark.proposed");
  const box = current?.getBoundingClientRect();
  if (box && (box.top < 0 || box.bottom > innerHeight)) current.scrollIntoView({ block: "center" });
}

function prepare() {
  const help = document.getElementById("help");
  if (help) help.hidden = false;
  document.body.classList.toggle("with-keys", keysOn.checked);
}

function post(form, button) {
  const data = new FormData(form, button);
  // A button without an address of its own answers with the page's: ask the attribute first.
  show([button?.hasAttribute("formaction") ? button.formAction : form.action, { method: "POST", body: data }]);
}

function startChoosing() {
  const words = document.querySelector(".turn.current .words");
  const save = document.getElementById("span-save");
  if (!words || !save) return;
  const put = (start, end) => {
    save.value = `${start}-${end}`;
    save.form.requestSubmit(save);
  };
  choosing = new SpanMode(words, { done: put, left: () => stopChoosing() });
  save.hidden = false;
  save.onmousedown = (event) => event.preventDefault(); // The selection must outlive the click.
  save.onclick = () => {
    choosing.take();
    save.value = choosing.span.join("-");
  };
  document.getElementById("span").classList.add("choosing");
  tell("Choosing words: arrows move the end, with Shift the beginning. Enter takes them, Escape leaves.");
}

function stopChoosing() {
  choosing = null;
  document.getElementById("span-save").hidden = true;
  document.getElementById("span").classList.remove("choosing");
  tell("");
}

function tell(words) {
  const line = document.createElement("p");
  line.textContent = words;
  said.replaceChildren(...(words ? [line] : []));
}

/** Press what carries the key: a button or link is clicked, a box ticked, a field entered. */
function press(key) {
  if (key === "e") return startChoosing(), true;
  const target = key === "g" ? document.getElementById("level-1") : byKey(key);
  if (!target) return false;
  if (key === "g" || target.matches("input:not([type=checkbox]), select")) {
    target.focus();
    lent = key === "g" ? target : null;
  } else {
    pressed = !target.matches("input");
    target.click();
    pressed = false;
    if (target.type === "checkbox") tell(`${target.checked ? "On" : "Off"}: ${target.labels[0].querySelector("span").textContent}`);
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || dialog.open) return;
  stepping = event.target.matches("select");
  const leaves = event.key === "Escape" ? typing(event.target) : event.key === "Enter" && event.target.matches("select[data-reload]");
  if (leaves) return event.preventDefault(), document.getElementById("decision")?.focus();
  if (typing(event.target) || !keysOn.checked) return;
  if (choosing) {
    const taken = choosing.key(event);
    if (typeof taken === "string") tell(`“${taken}”`);
    // Nothing is decided while words are chosen: a letter pressed now is none of the acts.
    if (taken || event.key.length === 1) event.preventDefault();
    return;
  }
  // A key that is held down, or pressed before the next words are there, decides nothing.
  if (event.repeat || busy) return event.key.length === 1 && event.preventDefault();
  if (press(event.key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("#help")) return dialog.showModal();
  const link = event.target.closest("#review a.swap");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show([link.href]);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("#review")) return;
  event.preventDefault();
  if (form.method === "post") post(form, event.submitter);
  else show([`?${new URLSearchParams(new FormData(form))}`]);
});

document.addEventListener("change", (event) => {
  if (event.target === keysOn) {
    localStorage.setItem(STORED, keysOn.checked ? "" : "1");
    prepare();
  }
  // By mouse the choice is made; by keys it is once the list is left.
  if (event.target.matches("select[data-reload]") && !(stepping && event.target === document.activeElement)) retype(event.target);
});

document.addEventListener("pointerdown", () => (stepping = false));

document.addEventListener("focusout", (event) => {
  const list = event.target;
  if (!list.matches("select[data-reload]") || list.options[list.selectedIndex].defaultSelected) return;
  // A button that is pressed next posts the new type itself.
  setTimeout(() => list.isConnected && !document.activeElement.matches("button") && retype(list));
});

addEventListener("popstate", () => show([location.href], { push: false }));

keysOn.checked = !localStorage.getItem(STORED);
prepare();
document.getElementById("decision")?.focus({ preventScroll: true });
reveal();
