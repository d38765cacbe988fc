// Comfort only: narrows the list of symptoms while one types; without this file the words are sent to the server.

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

for (const form of document.querySelectorAll("form[data-ticks]")) {
  const box = form.querySelector("input[type=search]");
  const told = form.querySelector("[role=status]");
  const rows = [...form.querySelectorAll("fieldset li")].map((row) => ({
    row,
    words: ` ${fold(row.textContent).replace(/[^\p{L}\p{N}]+/gu, " ")}`,
    tick: row.querySelector("input"),
  }));
  if (!rows.length) continue;

  /** Shows the rows that hold each word, or the beginning of one, and those that are ticked. */
  const narrow = () => {
    const asked = fold(box.value).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    let count = 0;
    for (const { row, words, tick } of rows) {
      const holds = asked.every((word) => words.includes(` ${word}`));
      row.hidden = !holds && !tick.checked;
      count += holds;
    }
    for (const group of form.querySelectorAll("fieldset")) {
      const left = group.querySelectorAll("li:not([hidden])").length;
      const link = form.querySelector(`.jump a[href="#${group.id}"]`);
      group.hidden = !left;
      if (!link) continue;
      link.parentElement.hidden = !left;
      link.nextElementSibling.textContent = left;
    }
    told.textContent = count === 1 ? told.dataset.one : told.dataset.many.replace("#", count);
  };

  box.addEventListener("input", narrow);
}
