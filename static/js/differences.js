// Deciding differences by keyboard: a number keeps that coder's reading, 0 leaves the code out, then Enter with a reason.
// Everything works without this file, by the buttons.

const sections = [...document.querySelectorAll(".differences > .difference")];
let chosen = null;

const here = () => sections.indexOf(document.activeElement.closest(".difference"));

function go(index) {
  const section = sections[Math.min(Math.max(index, 0), sections.length - 1)];
  section?.focus({ preventScroll: true });
  section?.scrollIntoView({ block: "nearest" });
}

/** What Enter will do is marked on its button; a decision without a reason is none. */
function choose(button) {
  chosen?.classList.remove("chosen");
  chosen = button;
  chosen?.classList.add("chosen");
  chosen?.form.elements.reason.focus();
}

function decide(section, key) {
  const keeps = section.querySelectorAll("[value^=keep-]");
  const button = key === "0" ? section.querySelector("[value^=leave-]") : keeps[key - 1];
  if (button) choose(button);
}

const KEYS = {
  j: () => go(here() + 1),
  k: () => go(here() - 1),
  "=": () => sections[here()]?.querySelector(".compare").click(),
};

function inReason(event) {
  if (event.key === "Escape") {
    const section = event.target.closest(".difference");
    choose(null);
    section.focus({ preventScroll: true });
  } else if (event.key === "Enter" && chosen?.form === event.target.form) {
    event.preventDefault();
    chosen.form.requestSubmit(chosen);
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches("[name=reason]")) return inReason(event);
  if (event.target.closest("input, select, textarea")) return;
  if (KEYS[event.key]) KEYS[event.key]();
  else if (/^[0-9]$/.test(event.key) && here() >= 0) decide(sections[here()], event.key);
  else return;
  event.preventDefault();
});

// The next difference after this one comes up, not the first of the page: some may be left for later.
for (const [index, section] of sections.entries()) {
  const beside = sections[index + 1] ?? sections[index - 1];
  const next = section.querySelector("[name=next]");
  if (beside && next) next.value = beside.id;
}
const wanted = sections.findIndex((section) => `#${section.id}` === location.hash);
if (sections.length) go(Math.max(0, wanted));
