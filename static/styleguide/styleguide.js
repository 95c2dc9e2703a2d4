// States that a page shows only under a hand: every rule for :hover, :focus-visible and :active counts as well for
// what lies directly in [data-force] of that name.
const STATES = { ":hover": "hover", ":focus-visible": "focus", ":active": "active" };

function forced(selector) {
  for (const [state, name] of Object.entries(STATES)) {
    if (selector.includes(state)) return `[data-force="${name}"] > :is(${selector.replaceAll(state, ":where(*)")})`;
  }
  return null;
}

function visit(group) {
  for (let i = group.cssRules.length - 1; i >= 0; i -= 1) {
    const rule = group.cssRules[i];
    if (rule.styleSheet) visit(rule.styleSheet);
    else if (rule.selectorText) {
      const selector = forced(rule.selectorText);
      if (selector) group.insertRule(`${selector} { ${rule.style.cssText} }`, i + 1);
    } else if (rule.cssRules) visit(rule);
  }
}

for (const sheet of document.styleSheets) visit(sheet);
// A page has one rail; here the same landmarks would stand three times.
for (const part of document.querySelectorAll(".guide-rails section")) part.removeAttribute("aria-labelledby");
document.documentElement.dataset.guide = "ready";
