// Comfort only: every page works without this file.

/** Copy the words that a button names, and say so on the button and to a screen reader. */
async function copy(button) {
  const label = button.dataset.label ??= button.textContent;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
  button.textContent = button.dataset.done;
  document.getElementById("said").textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 2000);
}

const copiers = [...document.querySelectorAll("button[data-copies]")];
for (const button of copiers) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", () => copy(button));
}

/** "/" goes to the search box. */
function ask() {
  const box = [...document.querySelectorAll("input[type=search]")].find((input) => input.offsetParent);
  box?.focus();
  return Boolean(box);
}

/** "c" copies the page's own citation, the first on it where it shows several. */
function cite() {
  const button = copiers.find((one) => !one.hidden);
  if (button) copy(button);
  return Boolean(button);
}

// Keys of one character can be switched off (WCAG 2.1.4); the choice stays in this browser and is sent nowhere.
const KEYS = { "/": ask, c: cite };
const choice = document.getElementById("keys-on");
if (choice) {
  choice.closest("[hidden]").hidden = false;
  // A browser that stores nothing keeps the choice as long as the page.
  try { choice.checked = localStorage.getItem("keys") !== "off"; } catch { choice.checked = true; }
  choice.addEventListener("change", () => {
    try { localStorage.setItem("keys", choice.checked ? "on" : "off"); } catch { /* kept by the page */ }
  });
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !choice?.checked) return;
  if (KEYS[event.key]?.()) event.preventDefault();
});
