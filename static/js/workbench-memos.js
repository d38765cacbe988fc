// A coder's own memos, on their turns: the window in which one is written, changed and removed, and what of them waits.
// What was typed is never lost: words that are not saved, or that the server refused, stay in this window as drafts and
// are there again when the memo is opened. They are kept nowhere else, for a memo may say what no browser should keep.

import { tell } from "./workbench-words.js";

const at = (id) => document.getElementById(id);

export class Memos {
  /**
   * `dialog` is the window; `act(act, turns)` does an act; `say(words)` tells a screen reader; `nameOf(code)` is a
   * code's name; `redraw(turn)` draws a turn anew.
   */
  constructor({ dialog, act, say, nameOf, redraw }) {
    Object.assign(this, { dialog, act, say, nameOf, redraw });
    this.drafts = new Map();
    at("memo-save").addEventListener("click", () => this.save());
    at("memo-remove").addEventListener("click", () => this.removeOpen());
    at("memo-leave").addEventListener("click", () => this.leave());
    at("memo-words").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.save();
    });
    // Escape closes the window and keeps what was typed.
    dialog.addEventListener("cancel", () => this.keep());
    addEventListener("beforeunload", (event) => {
      if (dialog.open) this.keep();
      if (this.drafts.size) event.preventDefault();
    });
  }

  // --- what is shown of a turn's memos: what the server said, what waits, and what was typed and not saved

  shown(turn, memos, waiting) {
    let found = memos.map((memo) => ({ ...memo, text: asTyped(memo.text), key: `${memo.id}` }));
    for (const one of waiting) {
      if (one.turn !== turn) continue;
      if (one.act === "memo") found.push({ key: one.client, text: one.text, of: one.client, after: one.client, waits: true });
      if (one.act === "memo-change") {
        found = found.map((memo) => (isOf(one, memo) ? { ...memo, text: one.text, after: one.client, waits: true } : memo));
      }
      if (one.act === "memo-remove") found = found.filter((memo) => !isOf(one, memo));
    }
    for (const [key, draft] of this.drafts) {
      if (draft.turn !== turn) continue;
      const memo = found.find((each) => each.key === key);
      if (memo) memo.draft = draft.text;
      else found.push({ key, text: "", draft: draft.text });
    }
    return found;
  }

  list(memos, make) {
    const rows = memos.map((memo) => {
      const about = memo.draft !== undefined ? tell("memo_unsaved") : memo.on ? tell("memo_about", { code: this.nameOf(memo.on) }) : tell("memo");
      const kind = `note${memo.waits ? " waiting" : ""}${memo.draft !== undefined ? " unsaved" : ""}`;
      const words = [make("small", {}, about), make("span", {}, memo.draft ?? memo.text)];
      return make("li", {}, make("button", { type: "button", class: kind, "data-memo": memo.key }, ...words));
    });
    return make("ul", { class: "notes", "aria-label": tell("memos") }, ...rows);
  }

  // --- the window

  /** Open a memo of the turn, or a new one. */
  open(turn, memo = undefined) {
    this.turn = turn;
    this.memo = memo ?? { key: `new-${turn}`, text: "", draft: this.drafts.get(`new-${turn}`)?.text };
    const { text, draft, fixed } = this.memo;
    const stands = Boolean(text);
    at("memo-title").textContent = tell("memo_on", { turn });
    at("memo-words").value = draft ?? text;
    at("memo-words").readOnly = Boolean(fixed);
    at("memo-now").textContent = draft !== undefined && stands ? tell("memo_now", { words: text }) : "";
    at("memo-fixed").hidden = !fixed;
    at("memo-save").hidden = Boolean(fixed);
    at("memo-save-words").textContent = tell(stands ? "memo_save" : "memo_write");
    at("memo-remove").hidden = !stands || Boolean(fixed);
    at("memo-trouble").textContent = "";
    this.dialog.showModal();
    at("memo-words").focus();
  }

  save() {
    const text = at("memo-words").value.trim();
    const { turn, memo } = this;
    if (memo.fixed) return;
    if (!text && memo.text) {
      at("memo-trouble").textContent = tell("memo_empty");
      return;
    }
    this.drafts.delete(memo.key);
    this.dialog.close();
    if (!text || text === memo.text) this.redraw(turn);
    else if (memo.text) this.act({ act: "memo-change", turn, text, ...named(memo) }, [turn]);
    else this.act({ act: "memo", turn, text }, [turn]);
    if (text && text !== memo.text) this.say(tell(memo.text ? "memo_changed" : "memo_written", { turn }));
  }

  removeOpen() {
    this.dialog.close();
    this.remove(this.turn, this.memo);
  }

  remove(turn, memo) {
    if (!memo) return;
    if (memo.fixed) return this.say(tell("memo_fixed"));
    const had = this.drafts.delete(memo.key);
    if (memo.text) this.act({ act: "memo-remove", turn, ...named(memo) }, [turn]);
    else this.redraw(turn);
    if (memo.text || had) this.say(tell("memo_removed", { turn }));
  }

  leave() {
    this.drafts.delete(this.memo.key);
    this.dialog.close();
    this.redraw(this.turn);
  }

  /** Keep what was typed and not saved, as a draft of this window. */
  keep() {
    const { turn, memo } = this;
    const text = at("memo-words").value;
    if (memo.fixed || !text.trim() || text.trim() === memo.text) this.drafts.delete(memo.key);
    else this.drafts.set(memo.key, { turn, text });
    this.redraw(turn);
    if (this.drafts.has(memo.key)) this.say(tell("memo_kept", { turn }));
  }

  // --- what the server said

  /** Acts that wait on this one learn which memo it made, and in which text; words that were refused become a draft. */
  answered(one, status, answer, waiting) {
    if (!one.act.startsWith("memo")) return;
    const memo = answer.memo ?? { id: one.memo, version: one.version };
    for (const next of waiting) {
      if (next.of === one.client) next.memo = memo.id;
      if (next.after === one.client) next.version = memo.version;
    }
    this.follow(one, memo);
    if (status < 400 || !one.text) return;
    const stands = Object.values(answer.turns ?? {}).some((turn) => turn.memos.some((each) => each.id === one.memo));
    // Of a memo that is gone, the words are those of a new one.
    this.drafts.set(stands ? `${one.memo}` : `refused-${one.client}`, { turn: one.turn, text: one.text });
  }

  /** A window that was opened on words which waited goes on with the memo that they became; so do their drafts. */
  follow(one, memo) {
    const draft = this.drafts.get(one.client);
    if (draft && memo.id) {
      this.drafts.delete(one.client);
      this.drafts.set(`${memo.id}`, draft);
    }
    if (!this.dialog.open || this.memo.after !== one.client || !memo.id) return;
    this.memo = { ...this.memo, key: `${memo.id}`, id: memo.id, version: memo.version, of: undefined, after: undefined };
  }
}

/** How an act names a memo: as the server knows it, or by the acts that it waits for. */
function named(memo) {
  const { id, version, of, after } = memo;
  return after ? { memo: id, version, of, after } : { memo: id, version };
}

/** Words as the window would give them back: it ends lines in its own way, and outer white space is not saved. */
const asTyped = (text) => text.replace(/\r\n?/g, "\n").trim();

const isOf = (one, memo) => (one.memo ? one.memo === memo.id : one.of === memo.of);
