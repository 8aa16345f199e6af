"use strict";
// 数据只作文字写进页面(textContent)；网址 # 后面是看哪一页：#/项目、#/项目/p26-x2c8。
const data = JSON.parse(document.getElementById("data").textContent);
const table = name => data.tables.find(one => one.name === name);
const at = (one, key) => one ? one.columns.findIndex(column => column.key === key) : -1;
const cell = (one, row, key) => { const n = at(one, key); return n < 0 ? "" : row[n]; };
const $ = id => document.getElementById(id);
const collator = new Intl.Collator("zh-Hans-CN-u-co-pinyin", { numeric: true });
const PAGES = ["项目", "单位", "举措"], KEY = { 项目: "id", 单位: "name", 举措: "number" };
const LIST = { 项目: ["name", "public_name", "tier", "stage", "status", "light", "county", "industry", "total", "lead"] };
const FILTERS = { 项目: ["tier", "stage", "light", "county", "industry", "lead"], 单位: ["type", "status"], 举措: [] };
const STEP = 300;
const state = { sort: {}, filter: {}, most: STEP };

// 拼音：每个字的所有读音随页面带来(data.readings)；一个字可以打全拼，也可以只打首字母，最后一个字可以没打完。
const readings = sign => (data.readings[sign] || sign.toLowerCase()).split(" ");
const sounds = (signs, n, word) => n < signs.length && signs[n].some(reading =>
  reading.startsWith(word) || [reading, reading[0]].some(begun => begun && word.startsWith(begun) && sounds(signs, n + 1, word.slice(begun.length))));
const spells = (text, word) => {
  const signs = [...text].map(readings);
  return signs.some((_, n) => sounds(signs, n, word));
};

const make = (name, text, attributes = {}) => {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};
const show = value => Array.isArray(value) ? value.join("、") : typeof value === "number" ? value.toLocaleString("zh-CN") : value;
const link = (page, key, text) => make("a", text, { href: `#/${page}/${encodeURIComponent(key)}` });
const title = (one, row) => cell(one, row, "name") || cell(one, row, "public_name") || String(cell(one, row, KEY[one.name]));

const SPELLED = ["name", "public_name", "lead", "county", "park", "industry"];
const found = new Map();
function has(one, row, word) {
  if (!found.has(row)) found.set(row, [row.map(show).join(" ").toLowerCase(), SPELLED.map(key => String(show(cell(one, row, key)) ?? ""))]);
  const [text, names] = found.get(row), letters = word.replaceAll("ü", "v").replaceAll("'", "");
  return text.includes(word) || (/^[a-z0-9]*[a-z][a-z0-9]*$/.test(letters) && names.some(name => spells(name, letters)));
}

function rows(one) {
  const words = $("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const filter = state.filter[one.name] || {}, sort = state.sort[one.name];
  const some = one.rows.filter(row =>
    Object.entries(filter).every(([key, value]) => !value || String(show(cell(one, row, key))) === value) &&
    words.every(word => has(one, row, word)));
  if (!sort) return some;
  const n = at(one, sort.key), sign = sort.down ? -1 : 1;
  return some.sort((a, b) => sign * (typeof a[n] === "number" && typeof b[n] === "number" ? a[n] - b[n] : collator.compare(show(a[n]), show(b[n]))));
}

function filters(one) {
  const bar = make("div", undefined, { class: "filters" });
  for (const key of FILTERS[one.name].filter(key => at(one, key) >= 0)) {
    const values = [...new Set(one.rows.map(row => String(show(cell(one, row, key)))))].filter(Boolean).sort(collator.compare);
    if (values.length < 2) continue;
    const label = one.columns[at(one, key)].label, select = make("select", undefined, { "aria-label": label });
    select.append(make("option", `${label}：全部`, { value: "" }), ...values.map(value => make("option", value, { value })));
    select.value = (state.filter[one.name] || {})[key] || "";
    select.addEventListener("change", () => { (state.filter[one.name] ||= {})[key] = select.value; list(one); });
    bar.append(select);
  }
  return bar;
}

function list(one) {
  const some = rows(one), keys = (LIST[one.name] || one.columns.filter(c => !c.wide).map(c => c.key)).filter(key => at(one, key) >= 0);
  const columns = keys.filter(key => key !== "public_name" || !keys.includes("name"));
  const head = make("tr"), body = make("tbody");
  for (const key of columns) {
    const column = one.columns[at(one, key)], th = make("th", undefined, { scope: "col" }), button = make("button", column.label, { type: "button" });
    const sort = state.sort[one.name];
    if (sort && sort.key === key) th.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
    button.addEventListener("click", () => { state.sort[one.name] = { key, down: Boolean(sort && sort.key === key && !sort.down) }; list(one); });
    th.append(button); head.append(th);
  }
  for (const row of some.slice(0, state.most)) {
    const tr = make("tr");
    for (const key of columns) {
      const column = one.columns[at(one, key)], td = make("td", undefined, { class: column.type });
      if (key === columns[0] || key === "name") td.append(link(one.name, cell(one, row, KEY[one.name]), String(show(cell(one, row, key))) || title(one, row)));
      else td.textContent = show(cell(one, row, key));
      tr.append(td);
    }
    body.append(tr);
  }
  const whole = make("table"), thead = make("thead"), scroll = make("div", undefined, { class: "scroll" });
  thead.append(head); whole.append(thead, body); scroll.append(whole);
  const count = make("p", `${one.name} ${some.length} 个`, { role: "status" });
  $("list").replaceChildren(filters(one), count, scroll);
  if (some.length > state.most) {
    const more = make("button", `再显示 ${Math.min(STEP, some.length - state.most)} 个`, { type: "button", class: "more" });
    more.addEventListener("click", () => { state.most += STEP; list(one); });
    $("list").append(more);
  }
}

function one(page, key) {
  const its = table(page), row = its.rows.find(row => String(cell(its, row, KEY[page])) === key);
  if (!row) { $("one").replaceChildren(make("p", `没有 ${key}`)); return; }
  const pairs = make("dl");
  its.columns.forEach((column, n) => {
    const text = show(row[n]);
    if (text === "" || text === null) return;
    const pair = make("div"), list = Array.isArray(row[n]) && column.wide;
    pair.append(make("dt", column.label), make("dd", list ? row[n].join("\n") : text));
    pairs.append(pair);
  });
  $("one").replaceChildren(make("h2", title(its, row)), pairs, ...(page === "项目" ? events(key) : page === "单位" ? duties(key) : []));
}

function events(key) {
  const its = table("大事记"), list = make("ol", undefined, { class: "events" });
  if (!its) return [];
  for (const row of its.rows.filter(row => cell(its, row, "project") === key)) {
    const item = make("li");
    item.append(make("time", cell(its, row, "date")), make("b", cell(its, row, "label")), ` ${cell(its, row, "text")}`);
    list.append(item);
  }
  return [make("h3", "大事记"), list];
}

function duties(name) {
  const out = [], names = value => [].concat(value).includes(name);
  for (const [page, keys] of [["举措", ["lead", "responsible", "groups"]], ["项目", ["lead", "responsible", "reporter", "county", "park"]]]) {
    const its = table(page);
    if (!its) continue;
    const list = make("ul");
    for (const row of its.rows) {
      const roles = keys.filter(key => at(its, key) >= 0 && names(cell(its, row, key))).map(key => its.columns[at(its, key)].label);
      if (!roles.length) continue;
      const item = make("li");
      item.append(link(page, cell(its, row, KEY[page]), title(its, row)), `　${roles.join("、")}`);
      list.append(item);
    }
    if (list.children.length) out.push(make("h3", `${page} ${list.children.length} 个`), list);
  }
  return out;
}

function route() {
  const [, page, key] = decodeURI(location.hash).split("/"), searching = $("search").value.trim();
  const its = table(page) || (searching && table("项目"));
  $("overview").hidden = Boolean(its); $("list").hidden = !its || Boolean(key); $("one").hidden = !its || !key;
  for (const tab of $("tabs").children) tab.toggleAttribute("aria-current", tab.dataset.page === (its ? its.name : ""));
  if (its && key) one(page, decodeURIComponent(key)); else if (its) list(its);
}

$("tabs").append(make("a", "概览", { href: "#/", "data-page": "" }), ...PAGES.filter(table).map(page => make("a", page, { href: `#/${page}`, "data-page": page })));
$("search").addEventListener("input", () => { state.most = STEP; const page = location.hash.split("/"); if (page[2]) location.hash = `#/${decodeURI(page[1])}`; else route(); });
document.addEventListener("keydown", event => {
  if (event.key === "/" && event.target.tagName !== "INPUT") { event.preventDefault(); $("search").focus(); }
  if (event.key === "Escape") { $("search").value = ""; history.length > 1 && location.hash.split("/")[2] ? history.back() : route(); }
});
addEventListener("hashchange", () => { state.most = STEP; route(); scrollTo(0, 0); });
route();
if (data.live) {
  let known;
  setInterval(() => fetch("version").then(answer => answer.text()).then(text => { if (known && known !== text) location.reload(); known = text; }).catch(() => {}), 2000);
}
