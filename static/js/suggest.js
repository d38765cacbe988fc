// Suggestions below a search box while somebody types: an ARIA combobox around the form's own input.
// Comfort only: without this file the form is sent as it is.

const WAIT = 120;
const FEWEST = 2;
let count = 0;

for (const form of document.querySelectorAll("form[data-suggest]")) offer(form, form.querySelector("input[type=search]"));

/** Makes `input` a combobox whose list is fetched from the form's `data-suggest`. */
function offer(form, input) {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  list.id = `offers-${++count}`;
  list.className = "offers";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.offers);
  said.className = "unseen";
  said.setAttribute("role", "status");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.parentElement.classList.add("offering");
  input.parentElement.append(list, said);
  let timer = 0;
  let asked = null;
  let typed = input.value;
  close();

  input.addEventListener("input", () => {
    typed = input.value;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden && list.childElementCount) open();
      if (!list.hidden) { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
    } else if (event.key === "Escape" && !list.hidden) {
      // The first Escape closes the list, and only the next one empties the box.
      event.preventDefault();
      input.value = typed;
      close();
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      location.assign(chosen().dataset.href);
    }
  });
  input.addEventListener("blur", () => { clearTimeout(timer); asked?.abort(); close(); });
  form.addEventListener("submit", () => { clearTimeout(timer); asked?.abort(); });
  // Before the box loses the focus and the list is closed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.href);
  });

  async function ask() {
    asked?.abort();
    if (typed.trim().length < FEWEST) { list.replaceChildren(); close(); return; }
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: asked.signal });
      if (!answer.ok) return;
      const [query, texts, notes, addresses] = await answer.json();
      if (query !== input.value) return;
      list.replaceChildren(...texts.map((text, at) => option(text, notes[at], addresses[at], at)));
      tell(texts.length);
      if (texts.length && document.activeElement === input) open(); else close();
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function option(text, note, address, at) {
    const item = document.createElement("li");
    item.id = `${list.id}-${at}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    // Addresses are absolute for other programs; here the page's own host answers.
    const { pathname, search } = new URL(address);
    item.dataset.href = pathname + search;
    item.dataset.text = note ? "" : text;
    item.append(text);
    if (note) {
      const kind = document.createElement("span");
      kind.append(note);
      item.append(" ", kind);
    }
    return item;
  }

  function tell(found) {
    const words = found === 0 ? "none" : found === 1 ? "one" : "many";
    said.textContent = form.dataset[words].replace("{n}", found);
  }

  function chosen() { return list.hidden ? null : list.querySelector("[aria-selected=true]"); }

  /** Goes to the next option, or past the last one back to what was typed. */
  function move(step) {
    const options = [...list.children];
    const at = options.indexOf(chosen());
    const next = (at + 1 + step + options.length + 1) % (options.length + 1) - 1;
    for (const each of options) each.setAttribute("aria-selected", String(each === options[next]));
    if (next < 0) { input.removeAttribute("aria-activedescendant"); input.value = typed; return; }
    input.setAttribute("aria-activedescendant", options[next].id);
    input.value = options[next].dataset.text || typed;
    options[next].scrollIntoView({ block: "nearest" });
  }

  function open() {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    for (const each of list.children) each.setAttribute("aria-selected", "false");
  }
}
