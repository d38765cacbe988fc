// What the workbench says, in the language of its page: interviews/admin/pages/workbench_words.py has the words.

const words = JSON.parse(document.getElementById("words").textContent);
const numbers = new Intl.PluralRules(document.documentElement.lang || "en");

/** A message with its values put in; of one that comes in two forms the one that `count` takes. */
export function tell(name, values = {}) {
  const found = words[name];
  const message = Array.isArray(found) ? found[numbers.select(values.count) === "one" ? 0 : 1] : found;
  return message.replace(/%\((\w+)\)s/g, (_, each) => values[each]);
}

export const roleNamed = (role) => words.roles[role] ?? role;
