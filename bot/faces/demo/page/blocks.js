// Block Kit as Slack shows it. Everything is text nodes, never HTML. The page gives `state`, and hears what is pressed.
"use strict";

const $ = (selector, from = document) => from.querySelector(selector);
const EMOJI = { mag: "🔍", warning: "⚠️", white_check_mark: "✅", x: "❌", lock: "🔒", hourglass_flowing_sand: "⏳", bulb: "💡", key: "🔑", eyes: "👀", wave: "👋" };

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const emoji = (text) => text.replace(/:([a-z_]+):/g, (whole, name) => EMOJI[name] ?? whole);
const plain = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

function anchor(url, label) {
  const isSafe = /^https?:\/\//.test(url);
  return isSafe ? make("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, label) : document.createTextNode(label);
}

// Slack's mrkdwn: fences, code, bold, italic, struck, <links>, <@people>, <#channels>, :emoji:
function mrkdwn(text) {
  const pattern = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*])\*([^*\n]+)\*(?![\w*])|(?<![\w_])_([^_\n]+)_(?![\w_])|(?<![\w~])~([^~\n]+)~(?![\w~])/g;
  const parts = [];
  let last = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(emoji(plain(text.slice(last, match.index))));
    const [whole, pre, code, token, bold, italic, struck] = match;
    if (pre) parts.push(make("pre", {}, plain(pre.replace(/^\n/, ""))));
    else if (code) parts.push(make("code", {}, plain(code)));
    else if (token) parts.push(reference(token));
    else if (bold) parts.push(make("b", {}, mrkdwn(bold)));
    else if (italic) parts.push(make("i", {}, mrkdwn(italic)));
    else parts.push(make("s", {}, mrkdwn(struck)));
    last = match.index + whole.length;
  }
  parts.push(emoji(plain(text.slice(last))));
  return parts;
}

const mention = (words) => make("span", { class: "mention" }, words);

function reference(token) {
  const [target, label] = token.split("|", 2);
  if (target.startsWith("@")) return mention("@" + (state.users[target.slice(1)] ?? target.slice(1)));
  if (target.startsWith("#")) return mention("#" + (state.channels[target.slice(1)] ?? label ?? target.slice(1)));
  if (target.startsWith("!")) return mention("@" + target.slice(1).split("^")[0]);
  return anchor(plain(target), plain(label ?? target));
}

const textOf = (object) => (object.type === "mrkdwn" ? mrkdwn(object.text) : [object.emoji === false ? object.text : emoji(object.text)]);

function leaf(element) {
  if (element.type === "link") return anchor(element.url, element.text || element.url);
  if (element.type === "user") return mention("@" + (state.users[element.user_id] ?? element.user_id));
  if (element.type === "emoji") return EMOJI[element.name] ?? `:${element.name}:`;
  if (element.type === "broadcast") return mention("@" + element.range);
  if (element.type === "channel") return mention("#" + (state.channels[element.channel_id] ?? element.channel_id));
  if (element.type === "date") return new Date(element.timestamp * 1000).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  const style = element.style ?? {};
  let node = document.createTextNode(element.text ?? "");
  if (style.code) node = make("code", {}, node);
  if (style.bold) node = make("b", {}, node);
  if (style.italic) node = make("i", {}, node);
  if (style.strike) node = make("s", {}, node);
  return node;
}

function rich(element) {
  const leaves = () => element.elements.map(leaf);
  if (element.type === "rich_text_preformatted") return make("pre", {}, leaves());
  if (element.type === "rich_text_quote") return make("blockquote", {}, leaves());
  if (element.type === "rich_text_list") {
    const items = element.elements.map((item) => make("li", {}, item.elements.map(leaf)));
    const list = make(element.style === "ordered" ? "ol" : "ul", { start: element.offset ? element.offset + 1 : undefined }, items);
    if (element.indent) list.style.marginLeft = `${element.indent * 24}px`;
    return list;
  }
  return make("p", {}, leaves());
}

// A button with a list that opens at it, in the top layer: choosing, Esc, the button and a click elsewhere close it.
function menuButton(button, items) {
  const list = make("div", { class: "menu", role: "menu", popover: "auto" });
  const entries = () => [...list.children];
  const shut = () => { list.hidePopover(); button.focus(); };
  const place = () => {
    const at = button.getBoundingClientRect(), box = list.getBoundingClientRect();
    list.style.left = `${Math.max(8, Math.min(at.right - box.width, innerWidth - box.width - 8))}px`;
    list.style.top = `${at.bottom + 4 + box.height > innerHeight ? Math.max(8, at.top - box.height - 4) : at.bottom + 4}px`;
    entries()[0].focus();
  };
  list.addEventListener("beforetoggle", (event) => {
    if (event.newState === "open") list.replaceChildren(...items().map(({ label, work, danger }) =>
      make("button", { type: "button", role: "menuitem", class: danger ? "danger" : undefined, tabindex: "-1", onclick: () => { shut(); work(); } }, label)));
  });
  list.addEventListener("toggle", (event) => {
    button.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState === "open") place();
    else list.replaceChildren();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], all = entries();
    if (step) { event.preventDefault(); all.at((all.indexOf(document.activeElement) + step) % all.length).focus(); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); shut(); }
    if (event.key === "Tab") shut();
  });
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.popoverTargetElement = list;
  return make("div", { class: "overflow" }, button, list);
}

const keyOf = (element, message) => `${message.ts ?? message.type}/${element.action_id}`;

function pressed(element, message, action) {
  pressedLast = keyOf(element, message);
  post("press", { channel: here.channel, home: message.type === "home", ts: message.ts, action: { action_id: element.action_id, block_id: element.block_id, ...action }, state: stateOf(message) });
}

function button(element, message) {
  const work = element.url ? () => window.open(element.url, "_blank", "noopener") : () => pressed(element, message, { value: element.value });
  return make("button", { type: "button", class: element.style, "data-key": keyOf(element, message), "aria-label": element.accessibility_label, onclick: work }, textOf(element.text));
}

function overflow(element, message) {
  const more = make("button", { type: "button", "data-key": keyOf(element, message), "aria-label": "More actions" }, "⋯");
  return menuButton(more, () => element.options.map((option) => (
    { label: textOf(option.text), work: () => pressed(element, message, { type: "overflow", selected_option: option }) })));
}

// Boxes below an answer: like Slack's they send nothing of their own that matters, and stand in the state of the next press.
const ticked = new Map(); // message and action -> the options that are ticked

function checkboxes(element, message) {
  const key = keyOf(element, message), chosen = ticked.get(key) ?? [];
  return make("div", {}, element.options.map((option, index) => make("label", {}, make("input", {
    type: "checkbox", "data-key": `${key}/${index}`, checked: chosen.includes(option.value),
    onchange: (event) => { ticked.set(key, [...(ticked.get(key) ?? []).filter((value) => value !== option.value), ...(event.target.checked ? [option.value] : [])]); },
  }), " ", textOf(option.text))));
}

function stateOf(message) {
  const mine = [...ticked].filter(([key]) => key.startsWith(`${message.ts}/`));
  return { values: Object.fromEntries(mine.map(([key, values]) => {
    const action = key.slice(key.indexOf("/") + 1);
    return [action, { [action]: { type: "checkboxes", selected_options: values.map((value) => ({ value })) } }];
  })) };
}

// A field of a window: what is typed or chosen is read when the window is handed in.
function field(block) {
  const { element, label, block_id } = block, id = `field-${block_id}`;
  const asked = element.placeholder ? plain(element.placeholder.text) : undefined;
  const named = { id, "data-block": block_id, "data-action": element.action_id, "aria-describedby": `${id}-complaint` };
  const box = element.type === "file_input"
    ? make("input", { ...named, type: "file", multiple: true, accept: element.filetypes?.map((kind) => `.${kind}`).join(",") })
    : make("textarea", { ...named, rows: 7, placeholder: asked });
  return [make("label", { for: id }, label.text, block.optional ? make("small", {}, " (optional)") : ""), box, make("p", { id: `${id}-complaint`, class: "complaint", "data-of": block_id, role: "alert" })];
}

const ELEMENTS = { button, overflow, checkboxes };
const element = (one, block, message) => (one && one.type in ELEMENTS ? ELEMENTS[one.type]({ ...one, block_id: block.block_id }, message) : null);

const BLOCKS = {
  input: field,
  header: (block) => [make("h3", {}, textOf(block.text))],
  divider: () => [make("hr")],
  section: (block, message) => [
    block.text ? make("p", {}, textOf(block.text)) : null,
    block.fields ? make("div", { class: "fields" }, block.fields.map((field) => make("p", {}, textOf(field)))) : null,
    block.accessory ? make("div", { class: "actions" }, element(block.accessory, block, message)) : null,
  ],
  context: (block) => [make("div", { class: "context" }, block.elements.filter((item) => item.text).map((item) => make("p", {}, textOf(item))))],
  actions: (block, message) => [make("div", { class: "actions" }, block.elements.map((item) => element(item, block, message)))],
  rich_text: (block) => block.elements.map(rich),
  markdown: (block) => [make("p", {}, mrkdwn(block.text))],
  table: (block) => [make("table", {}, block.rows.map((row) => make("tr", {}, row.map((cell) => make("td", {}, cell.elements ? cell.elements.map(rich) : cell.text ?? "")))))],
};

function content(message) {
  const blocks = message.blocks ?? [];
  if (!blocks.length) return message.text ? [make("p", {}, mrkdwn(message.text))] : [];
  return blocks.flatMap((block) => (BLOCKS[block.type] ?? (() => [make("p", {}, `[${block.type}]`)]))(block, message)).filter(Boolean);
}
