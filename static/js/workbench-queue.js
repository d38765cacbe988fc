// Acts on their way to the server: one after the other, each until the server has it, also over a broken line, a closed
// tab and an expired sign-in. What waits is kept in the browser as ids and offsets, each act under a key of its own, so
// that two windows never overwrite each other's; an act with words in it (a memo, a new code) is not. Whoever opens the
// page next sends what was kept: the server does an act once, however often it comes.

import { tell } from "./workbench-words.js";

const RETRY = 3000;
const LET_IN_AGAIN = [401, 403, 404];

/** Show on the page's sign what `changed` heard, and how many acts wait. */
export function showState(count, state, why) {
  const at = (id) => document.getElementById(id);
  at("sign").dataset.state = state;
  at("sign").textContent = tell(state, { count });
  at("sign-in").hidden = state !== "signed-out";
  at("why").textContent = why ?? (state === "signed-out" ? tell("then_sent") : "");
}

/** What the browser keeps under a name; nothing where it can't be read. */
function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

/** The list that the browser keeps under a name; an empty one where there is none that can be read. */
export const kept = (name) => read(name) ?? [];

/** Also an act on a memo whose words wait: without them it is about nothing. */
const hasWords = (act) => "text" in act || "name" in act || "after" in act;

export class Queue {
  /**
   * `address` takes the acts; `name` is where they are kept, null for nowhere; `since()` is the version the page stands
   * at; `ready(act)` gives the act as it is sent, or null where there is nothing to do any more; `answered(act, status,
   * answer)` hears each answer, and `changed(state, why)` "saved", "saving", "offline", "signed-out" or "closed".
   */
  constructor({ address, token, name, since, ready, answered, changed }) {
    Object.assign(this, { address, token, prefix: name && `${name}-`, since, ready, answered, changed });
    const names = name ? Object.keys(localStorage).filter((each) => each.startsWith(this.prefix)) : [];
    this.waiting = names.map(read).filter(Boolean).sort((one, other) => one.at - other.at);
    this.busy = false;
    this.closed = false;
    addEventListener("online", () => this.send());
    addEventListener("beforeunload", (event) => this.waiting.some((act) => !this.keeps(act)) && event.preventDefault());
  }

  keeps(act) {
    return this.prefix && !hasWords(act);
  }

  add(act) {
    const at = performance.timeOrigin + performance.now();
    const one = { ...act, at, client: crypto.randomUUID?.() ?? `${at}-${Math.random()}` };
    this.waiting.push(one);
    if (this.keeps(one)) localStorage.setItem(this.prefix + one.client, JSON.stringify(one));
    this.send();
  }

  async send() {
    if (this.busy || !this.waiting.length) return;
    if (this.closed) return this.changed("closed", this.why);
    this.busy = true;
    this.changed("saving");
    while (this.waiting.length) {
      const act = this.waiting[0];
      const sent = this.ready(act);
      const answer = sent ? await this.ask({ ...sent, since: this.since() }) : { status: 200, body: {} };
      if (answer.body.closed) return this.wait("closed", answer.body.error);
      if (LET_IN_AGAIN.includes(answer.status)) return this.wait("signed-out", answer.body.error);
      if (!answer.status) return this.wait("offline");
      this.waiting.shift();
      if (this.prefix) localStorage.removeItem(this.prefix + act.client);
      this.answered(act, answer.status, answer.body);
    }
    this.busy = false;
    this.changed("saved");
  }

  /** Keep what waits; unless the pass is closed, try again in a while. */
  wait(state, why) {
    this.busy = false;
    this.closed = state === "closed";
    this.why = why;
    this.changed(state, why);
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => this.send(), RETRY);
  }

  /** The server's answer; one without a status where the line or the server fails. */
  async ask(sent) {
    try {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.tokenNow() },
        body: JSON.stringify(sent),
        redirect: "manual",
      });
      // Who is not signed in is sent to the page for that.
      const status = response.type === "opaqueredirect" ? 401 : response.status;
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      if (status >= 500 || (response.ok && !isJson)) return { body: {} };
      return { status, body: isJson ? await response.json() : {} };
    } catch {
      return { body: {} };
    }
  }

  /** Signing in again, in whatever window, makes another token. */
  tokenNow() {
    return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? this.token;
  }
}
