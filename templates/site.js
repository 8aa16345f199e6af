"use strict";
// 数据只作文字写进页面(textContent)；网址 # 后面是看哪一页、筛什么：#/项目?county=衡南县、#/项目/p26-x2c8。
const data = JSON.parse(document.getElementById("data").textContent);
const table = name => data.tables.find(one => one.name === name);
const at = (one, key) => one ? one.columns.findIndex(column => column.key === key) : -1;
const cell = (one, row, key) => { const n = at(one, key); return n < 0 ? "" : row[n]; };
const $ = id => document.getElementById(id);
const collator = new Intl.Collator("zh-Hans-CN-u-co-pinyin", { numeric: true });
// 页名 → 用哪张表、怎么画。
const VIEWS = {
  项目: { table: "项目", draw: list }, 看板: { table: "项目", draw: board }, 时间轴: { table: "项目", draw: timeline },
  单位: { table: "单位", draw: list }, 举措: { table: "举措", draw: list },
  产业链: { table: "产业链", draw: list }, 园区: { table: "园区", draw: list }, 企业: { table: "企业", draw: list },
};
const KEY = { 项目: "id", 单位: "name", 举措: "number", 产业链: "name", 园区: "name", 企业: "name" };
const LIST = { 项目: ["name", "public_name", "tier", "stage", "status", "light", "county", "industry", "total", "lead"] };
const FILTERS = { 项目: ["tier", "stage", "light", "county", "industry", "lead"], 单位: ["type", "status"], 举措: [], 产业链: ["group", "parent", "state"], 园区: [], 企业: ["local", "region"] };
// 一页下面列出别的表里提到它的：哪张表、哪几栏。
const RELATED = {
  单位: [["举措", ["lead", "responsible", "groups"]], ["项目", ["lead", "responsible", "reporter", "county", "park"]]],
  产业链: [["产业链", ["parent"]], ["项目", ["industry"]], ["企业", ["nodes"]], ["园区", ["industries", "specialty"]]],
  园区: [["项目", ["park"]], ["园区", ["parent"]]], 企业: [["项目", ["investor"]]],
};
const STEP = 300;
// 亮灯从急到缓。
const URGENCY = ["red", "yellow", "blue", "green", "white"];
const state = { sort: {}, most: STEP };
const MAPS = new Map([...$("maps").children].map(figure => [figure.dataset.name, figure]));
$("maps").remove();

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
const title = (one, row) => cell(one, row, "name") || cell(one, row, "public_name") || String(cell(one, row, KEY[one.name]));

function address(page, key, filter = {}) {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value)).toString();
  return `#/${encodeURIComponent(page)}${key === undefined ? "" : `/${encodeURIComponent(key)}`}${query && `?${query}`}`;
}
function place() {
  const [path, query = ""] = location.hash.slice(1).split("?");
  const [, page = "", key] = path.split("/").map(decodeURIComponent);
  return { page, key, filter: Object.fromEntries(new URLSearchParams(query)) };
}
const link = (page, key, text) => make("a", text, { href: address(page, key) });

// 亮灯：声明的颜色，字总在。
function chip(text) {
  const colour = data.lights[String(text).split("：")[0]];
  return make("span", text, { class: colour ? `chip light-${colour}` : "" });
}
const urgency = text => { const n = URGENCY.indexOf(data.lights[text]); return n < 0 ? URGENCY.length : n; };

const SPELLED = ["name", "public_name", "lead", "county", "park", "industry"];
const found = new Map();
function has(one, row, word) {
  if (!found.has(row)) found.set(row, [row.map(show).join(" ").toLowerCase(), SPELLED.map(key => String(show(cell(one, row, key)) ?? ""))]);
  const [text, names] = found.get(row), letters = word.replaceAll("ü", "v").replaceAll("'", "");
  return text.includes(word) || (/^[a-z0-9]*[a-z][a-z0-9]*$/.test(letters) && names.some(name => spells(name, letters)));
}

function rows(one) {
  const words = $("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const { filter } = place(), sort = state.sort[one.name];
  const some = one.rows.filter(row =>
    Object.entries(filter).every(([key, value]) => at(one, key) < 0 || String(show(cell(one, row, key))) === value) &&
    words.every(word => has(one, row, word)));
  if (!sort) return some;
  const n = at(one, sort.key), sign = sort.down ? -1 : 1;
  return some.sort((a, b) => sign * (typeof a[n] === "number" && typeof b[n] === "number" ? a[n] - b[n] : collator.compare(show(a[n]), show(b[n]))));
}

function choice(label, options, value, change) {
  const select = make("select", undefined, { "aria-label": label });
  select.append(...options.map(([key, text]) => make("option", text, { value: key })));
  select.value = value;
  select.addEventListener("change", () => change(select.value));
  return select;
}

function filters(one) {
  const bar = make("div", undefined, { class: "filters" }), { page, filter } = place();
  for (const key of FILTERS[one.name].filter(key => at(one, key) >= 0)) {
    const values = [...new Set(one.rows.map(row => String(show(cell(one, row, key)))))].filter(Boolean).sort(collator.compare);
    if (values.length < 2) continue;
    const label = one.columns[at(one, key)].label;
    bar.append(choice(label, [["", `${label}：全部`], ...values.map(value => [value, value])], filter[key] || "", value => {
      history.replaceState(null, "", address(page || one.name, undefined, { ...filter, [key]: value }));
      state.most = STEP;
      route();
    }));
  }
  return bar;
}

const count = (one, some) => make("p", `${one.name} ${some.length} 个`, { role: "status" });

// 太长的先画一部分，余下的数目写在按钮上。
function more(some, draw) {
  if (some.length <= state.most) return [];
  const button = make("button", `再显示 ${Math.min(STEP, some.length - state.most)} 个，还有 ${some.length - state.most} 个没有列出`, { type: "button", class: "more" });
  button.addEventListener("click", () => { state.most += STEP; draw(); });
  return [button];
}

// 清单：宽屏是表，窄屏一行一张卡片。
function list(one) {
  const some = rows(one), keys = (LIST[one.name] || one.columns.filter(c => !c.wide).map(c => c.key)).filter(key => at(one, key) >= 0);
  const columns = keys.filter(key => key !== "public_name" || !keys.includes("name"));
  const head = make("tr"), body = make("tbody"), sort = state.sort[one.name];
  const order = (key, down) => { state.sort[one.name] = { key, down }; list(one); };
  for (const key of columns) {
    const column = one.columns[at(one, key)], th = make("th", undefined, { scope: "col", class: column.type }), button = make("button", column.label, { type: "button" });
    if (sort && sort.key === key) th.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
    button.addEventListener("click", () => order(key, Boolean(sort && sort.key === key && !sort.down)));
    th.append(button); head.append(th);
  }
  for (const row of some.slice(0, state.most)) {
    const tr = make("tr");
    for (const key of columns) {
      const column = one.columns[at(one, key)], text = show(cell(one, row, key)), td = make("td", undefined, { class: column.type, "data-label": column.label });
      if (key === columns[0] || key === "name") td.append(link(one.name, cell(one, row, KEY[one.name]), String(text) || title(one, row)));
      else if (column.type === "light") td.append(chip(text));
      else td.textContent = text;
      if (text === "" || text === null) td.classList.add("empty");
      tr.append(td);
    }
    body.append(tr);
  }
  const whole = make("table"), thead = make("thead"), bar = filters(one);
  const options = columns.flatMap(key => [[`${key} `, `${one.columns[at(one, key)].label} ↑`], [`${key} down`, `${one.columns[at(one, key)].label} ↓`]]);
  const by = choice("排序", [["", "排序：原来的次序"], ...options], sort ? `${sort.key} ${sort.down ? "down" : ""}` : "", value => {
    const [key, down] = value.split(" ");
    if (key) order(key, down === "down"); else { delete state.sort[one.name]; list(one); }
  });
  by.className = "narrow";
  bar.append(by);
  thead.append(head); whole.append(thead, body);
  $("list").replaceChildren(bar, count(one, some), whole, ...more(some, () => list(one)));
}

// 看板：一个阶段一栏，急的在前。
function board(one) {
  const some = rows(one), drawn = new Set(), columns = make("div", undefined, { class: "board" });
  const byStage = data.charts.find(chart => chart.of === "stage");
  const stages = [...new Set([...(byStage ? byStage.labels : []), ...some.map(row => cell(one, row, "stage"))])];
  const urgent = [...some].sort((a, b) => urgency(cell(one, a, "light")) - urgency(cell(one, b, "light")));
  for (const row of urgent.slice(0, state.most)) drawn.add(row);
  for (const stage of stages) {
    const its = urgent.filter(row => cell(one, row, "stage") === stage), section = make("section"), cards = make("ul");
    section.append(make("h2", `${stage || "没有阶段"} ${its.length}`));
    for (const row of its.filter(row => drawn.has(row))) cards.append(card(one, row));
    if (its.length) section.append(cards);
    columns.append(section);
  }
  $("list").replaceChildren(filters(one), count(one, some), columns, ...more(some, () => board(one)));
}

function card(one, row) {
  const item = make("li"), total = cell(one, row, "total"), light = cell(one, row, "light");
  const about = [cell(one, row, "tier"), cell(one, row, "county"), total === "" || total === null ? "" : `${show(total)} 万元`];
  item.append(link("项目", cell(one, row, "id"), title(one, row)));
  if (light) item.append(" ", chip(light));
  item.append(facts(about, " · "));
  if (cell(one, row, "next_node")) item.append(facts(["下一节点", cell(one, row, "next_node"), cell(one, row, "next_by")], " "));
  return item;
}

// 几样情况写成一行，换行不拆开哪一样。
function facts(texts, sign) {
  const line = make("p");
  texts.filter(Boolean).forEach((text, n) => line.append(...(n ? [sign] : []), make("span", text)));
  return line;
}

// 时间轴：每个项目一行，已到的节点、承诺的时限，和今天这条线。
function timeline(one) {
  const some = rows(one), nodes = new Map(), today = cell(table("今天"), table("今天").rows[0], "date");
  for (const [its, key] of [[table("节点"), "on"], [table("承诺"), "by_end"]]) for (const row of its ? its.rows : []) {
    const day = cell(its, row, key), id = cell(its, row, "project"), kind = key === "on" ? "reached" : day < today ? "late" : "promised";
    if (!nodes.has(id)) nodes.set(id, []);
    nodes.get(id).push({ node: cell(its, row, "node"), day, text: cell(its, row, "by") || day, kind });
  }
  const drawn = some.slice(0, state.most), ids = new Set(drawn.map(row => cell(one, row, "id")));
  const days = [today, ...[...nodes].filter(([id]) => ids.has(id)).flatMap(([, some]) => some.map(mark => mark.day))].filter(Boolean).sort();
  const first = Date.parse(days[0]), span = Math.max(Date.parse(days.at(-1)) - first, 1), part = day => `${(Date.parse(day) - first) / span * 100}%`;
  const whole = make("ol", undefined, { class: "timeline" }), axis = make("li", undefined, { class: "axis", "aria-hidden": "true" }), ticks = make("div", undefined, { class: "lane" });
  for (let year = new Date(first).getUTCFullYear() + 1; Date.UTC(year, 0, 1) <= first + span; year++) ticks.append(put(make("span", String(year), { class: "tick" }), `${year}-01-01`));
  ticks.append(put(make("span", "今天", { class: "tick now" }), today));
  axis.append(make("span"), ticks);
  whole.append(axis);
  for (const row of drawn) {
    const item = make("li"), lane = make("div", undefined, { class: "lane" }), marks = nodes.get(cell(one, row, "id")) || [];
    marks.sort((a, b) => a.day < b.day ? -1 : 1);
    if (marks.length > 1) {
      const bar = put(make("span", undefined, { class: "bar" }), marks[0].day);
      bar.style.width = `${(Date.parse(marks.at(-1).day) - Date.parse(marks[0].day)) / span * 100}%`;
      lane.append(bar);
    }
    lane.append(put(make("span", undefined, { class: "now" }), today));
    for (const mark of marks) {
      const text = `${mark.node} ${mark.text}${{ reached: "", late: "，承诺已过", promised: "，承诺" }[mark.kind]}`;
      lane.append(put(make("span", text, { class: `mark ${mark.kind}`, title: text }), mark.day));
    }
    const name = make("span");
    name.append(link("项目", cell(one, row, "id"), title(one, row)));
    item.append(name, lane);
    whole.append(item);
  }
  const legend = make("p", undefined, { class: "legend" });
  for (const [kind, text] of [["reached", "已到的节点"], ["promised", "承诺的时限"], ["late", "承诺已过、还没有到"]]) legend.append(make("span", undefined, { class: `mark ${kind}` }), text);
  $("list").replaceChildren(filters(one), count(one, some), legend, whole, ...more(some, () => timeline(one)));
  function put(element, day) { element.style.left = part(day); return element; }
}

// 图：一条一个名称，点它就是筛好的清单。
function chart(one) {
  const figure = make("figure"), bars = make("ol", undefined, { class: "bars" }), its = table("项目"), lit = one.series.every(series => series.name in data.lights);
  const values = one.series.map(series => series.values.map(Number));
  const sums = one.labels.map((_, n) => one.kind === "bullet" ? Math.max(...values.map(some => some[n])) : values.reduce((sum, some) => sum + some[n], 0));
  const most = Math.max(...sums, 1), known = new Set(its && at(its, one.of) >= 0 ? its.rows.map(row => cell(its, row, one.of)) : []);
  const leads = (label, more) => known.has(label) ? { href: address("项目", undefined, { [one.of]: label, ...more }) } : null;
  figure.append(make("figcaption", one.heading));
  if (one.series.length > 1) figure.append(legend());
  one.labels.forEach((label, n) => {
    const item = make("li"), track = make("span", undefined, { class: `track ${one.kind}` }), where = leads(label, {});
    one.series.forEach((series, place) => {
      if (!values[place][n]) return;
      const to = lit && leads(label, { light: series.name }), segment = make(to ? "a" : "span", lit ? `${[...series.name][0]}${values[place][n]}` : undefined, to || {});
      if (to) segment.setAttribute("aria-label", `${label} ${series.name} ${values[place][n]}`);
      segment.className = lit ? `chip light-${data.lights[series.name]}` : `part part-${place}`;
      segment.style.width = `${values[place][n] / most * 100}%`;
      track.append(segment);
    });
    if (one.mark !== null && values[0][n]) {
      const mark = make("span", undefined, { class: "share" });
      mark.style.left = `${values[0][n] / most * one.mark * 100}%`;
      track.append(mark);
    }
    const number = one.kind === "bullet" ? values.map(some => show(some[n])).reverse().join(" / ") : show(Math.round(sums[n] * 1e6) / 1e6);
    item.append(make(where ? "a" : "span", label, where || {}), track, make("span", number, { class: "value" }));
    bars.append(item);
  });
  figure.append(bars);
  return figure;
  function legend() {
    const line = make("p", undefined, { class: `legend ${one.kind}` });
    one.series.forEach((series, place) => line.append(...lit ? [chip(series.name)] : [make("span", undefined, { class: `mark part-${place}` }), series.name]));
    if (one.mark !== null) line.append(make("span", undefined, { class: "mark share" }), one.mark_name);
    return line;
  }
}

function one(page, key) {
  const its = table(page), row = its.rows.find(row => String(cell(its, row, KEY[page])) === key);
  if (!row) { $("one").replaceChildren(make("p", `没有 ${key}`)); return; }
  const pairs = make("dl");
  its.columns.forEach((column, n) => {
    const text = show(row[n]);
    if (text === "" || text === null) return;
    const pair = make("div"), list = Array.isArray(row[n]) && column.wide, value = make("dd", list ? row[n].join("\n") : column.type === "light" ? undefined : text);
    if (column.type === "light") value.append(chip(text));
    pair.append(make("dt", column.label), value);
    pairs.append(pair);
  });
  $("one").replaceChildren(make("h2", title(its, row)), pairs, ...map(key), ...(page === "项目" ? [...events(key), ...files(key)] : related(page, key)));
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

// 附件：文件名、哪天附上、证明什么、校验值的开头；文件本身不在网页里。
function files(key) {
  const its = table("附件"), list = make("ul", undefined, { class: "files" });
  for (const row of its ? its.rows.filter(row => cell(its, row, "project") === key) : []) {
    const item = make("li", cell(its, row, "name")), about = ["on", "fact", "sha256"].map(column => cell(its, row, column));
    item.append(facts(about, " · "));
    list.append(item);
  }
  return list.children.length ? [make("h3", `附件 ${list.children.length} 份`), list] : [];
}

// 产业链图：服务器画好的，点环节就到它那一页；环节的页上是它所在的链。
function map(key) {
  const its = table("产业链"), parents = new Map(its ? its.rows.map(row => [cell(its, row, "name"), cell(its, row, "parent")]) : []);
  for (let name = key, n = 0; name && n < 9; name = parents.get(name), n++) {
    if (MAPS.has(name) && place().page === "产业链") return [MAPS.get(name)];
  }
  return [];
}

function related(about, name) {
  const out = [], names = value => [].concat(value).flatMap(text => String(text).split("、")).includes(name);
  for (const [page, keys] of RELATED[about] || []) {
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
  const { page, key } = place(), view = VIEWS[page] || ($("search").value.trim() ? VIEWS.项目 : null), its = view && table(view.table);
  $("overview").hidden = Boolean(its); $("list").hidden = !its || Boolean(key); $("one").hidden = !its || !key;
  for (const tab of $("tabs").children) tab.toggleAttribute("aria-current", tab.dataset.page === (its ? page || "项目" : ""));
  if (its && key) one(page, key); else if (its) view.draw(its);
}

$("tabs").append(make("a", "概览", { href: "#/", "data-page": "" }), ...Object.keys(VIEWS).filter(page => table(VIEWS[page].table) && at(table(VIEWS[page].table), KEY[VIEWS[page].table]) >= 0).map(page => make("a", page, { href: address(page), "data-page": page })));
$("charts").append(...data.charts.map(chart));
$("search").addEventListener("input", () => { const { page, key } = place(); state.most = STEP; if (key) location.hash = address(page); else route(); });
document.addEventListener("keydown", event => {
  if (event.key === "/" && event.target.tagName !== "INPUT") { event.preventDefault(); $("search").focus(); }
  if (event.key === "Escape") { $("search").value = ""; history.length > 1 && place().key ? history.back() : route(); }
});
addEventListener("hashchange", () => { state.most = STEP; route(); scrollTo(0, 0); });
new ResizeObserver(([entry]) => document.documentElement.style.setProperty("--head", `${entry.target.offsetHeight}px`)).observe(document.querySelector("header"));
route();
if (data.live) {
  let known;
  setInterval(() => fetch("version").then(answer => answer.text()).then(text => { if (known && known !== text) location.reload(); known = text; }).catch(() => {}), 2000);
}
