/* What an index holds for a query. Words are compared folded; the index brings the table. */

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const LONG = 5;
const SURE = 4;
const SHORT = 2;
const HANDBOOK = 0.5;

/** A function that folds a text by the table of the index. */
export function folding(table) {
  return (text) =>
    table
      .reduce((folded, [letters, plain]) => folded.replaceAll(letters, plain), text.toLowerCase())
      .normalize("NFD")
      .replace(/\p{M}/gu, "");
}

/** Whether a long word begins like another when one letter is changed, left out, added or swapped. */
function isOneOff(sought, word) {
  let same = 0;
  while (same < sought.length && sought[same] === word[same]) same += 1;
  const a = sought.slice(same);
  const b = word.slice(same);
  return (
    b.slice(1).startsWith(a.slice(1)) ||
    b.startsWith(a.slice(1)) ||
    b.slice(1).startsWith(a) ||
    (a.length > 1 && a[0] === b[1] && a[1] === b[0] && b.slice(2).startsWith(a.slice(2)))
  );
}

/** How well a word is the one sought: 1 the same, less for its beginning, less for another ending, 0 not. */
function likeness(sought, word) {
  if (word.startsWith(sought)) return 0.8 + (0.2 * sought.length) / word.length;
  const longest = Math.max(sought.length, word.length);
  if (longest < LONG) return 0;
  let same = 0;
  while (same < sought.length && sought[same] === word[same]) same += 1;
  const tail = longest - same;
  if (same >= 4 && tail <= 3) return (0.8 * same) / longest;
  return same === 3 && tail <= 2 && sought.length === 4 ? 0.3 : 0;
}

/** A function that gives the words of a text, folded; each word is folded once, new ones all together. */
function reading(fold, known) {
  return (text) => {
    const words = text.match(WORD) ?? [];
    const fresh = words.filter((word) => !known.has(word));
    if (fresh.length) fold(fresh.join(" ")).split(" ").forEach((folded, n) => known.set(fresh[n], folded));
    return words.map((word) => known.get(word));
  };
}

/** An index ready to be asked: `ask(query)` gives the entries and terms found, best first, also for other words. */
export function prepare(index, glossary = { title: "", terms: [] }, practice = { pages: [] }) {
  const known = new Map();
  const wordsOf = reading(folding(index.fold), known);
  const [here, there] = index.swap.map((letters) => [...letters]);
  const other = new Map(here.flatMap((letter, n) => [[letter, there[n]], [there[n], letter]]));
  const read = (value) =>
    Array.isArray(value) ? value.map(read) : Array.from(value, (letter) => other.get(letter) ?? letter).join("");
  const fields = (weights) => weights.map(([text, weight]) => ({ words: wordsOf(text), weight }));
  const passages = (pages, folder, common, weight) =>
    read(pages).flatMap(([url, title, parts]) =>
      parts.map(([anchor, heading, text], number) => {
        const about = number ? title : "";
        const isRow = parts[number - 1]?.[0] === anchor;
        return {
          url: `${folder}${url}#${anchor}`, heading, title: about, text, common,
          fields: fields([[heading, weight * (isRow ? 6 : number ? 8 : 12)], [text, weight * 2], [about, weight]]),
        };
      }),
    );

  const entries = [
    ...index.towns.map(([url, name, names]) => ({
      url, heading: name, title: "", text: names.join(" · "), common: false,
      fields: fields([[name, 16], [names.join(" "), 14]]),
    })),
    ...passages(index.pages, "", true, 1),
  ];
  const chapters = passages(practice.pages, `${index.practice}/`, false, HANDBOOK);
  const terms = glossary.terms.map(([key, form, meaning]) => ({
    url: `${index.glossary}/#${key}`, heading: form, title: glossary.title, text: meaning, common: false,
    fields: fields([[form, 4], [meaning, 1]]),
  }));
  const synonyms = glossary.terms.flatMap(([, , , others, chosen]) => (others ? [[others, chosen]] : []));
  const vocabulary = new Set([...entries, ...terms, ...chapters].flatMap((entry) => entry.fields.flatMap((field) => field.words)));
  synonyms.flatMap(([others]) => others.flat()).forEach((word) => vocabulary.add(word));

  const alike = (sought) => {
    const found = new Map();
    for (const word of vocabulary) {
      const how = likeness(sought, word);
      if (how) found.set(word, how);
    }
    if (found.size || sought.length < LONG) return found;
    const start = sought.slice(0, Math.max(LONG, sought.length - 2));
    return new Map([...vocabulary].filter((word) => isOneOff(start, word)).map((word) => [word, 0.5]));
  };

  const scored = (entry, wanted) => {
    let score = 0;
    let matched = 0;
    for (const words of wanted) {
      const best = Math.max(...entry.fields.map(({ words: own, weight }) => worth(own, words) * weight));
      score += best;
      matched += best > 0;
    }
    return { entry, score, matched };
  };

  /** The query with the chosen words of a term in place of others, once for each term. */
  const reworded = (sought, wanted) =>
    synonyms.flatMap(([others, chosen]) => {
      const means = (at, word) =>
        word === sought[at] || (sought[at].length >= SURE && wanted[at].has(word));
      const other = others.find((words) => words.every((word) => sought.some((_, at) => means(at, word))));
      if (!other) return [];
      const isRest = (at) => sought[at].length > SHORT && !other.some((word) => means(at, word));
      const rest = wanted.filter((_, at) => isRest(at));
      return [[...rest, ...chosen.map(alike)]];
    });

  /** Entries with the most words of one wording; of another wording than the reader's at least half. */
  const results = (among, wanted, number) => {
    const found = among.map((entry) => scored(entry, wanted)).filter(({ matched }) => matched);
    const most = Math.max(0, ...found.map(({ matched }) => matched));
    if (number && most < wanted.length / 2) return [];
    return found
      .filter(({ matched }) => matched === most)
      .map(({ entry, score }) => ({ entry, score: score / wanted.length, part: most / wanted.length }));
  };

  /** Entries of the wording that finds the largest part of the query, none where that is less than `least`. */
  const best = (among, wordings, least = 0) => {
    const found = wordings.flatMap((wanted, number) => results(among, wanted, number));
    const most = Math.max(least, ...found.map(({ part }) => part));
    return found.filter(({ part }) => part === most);
  };

  return {
    ask(query) {
      const sought = [...new Set(wordsOf(query))];
      const asTyped = sought.map(alike);
      const wordings = [asTyped, ...reworded(sought, asTyped)];
      const places = best(entries, wordings);
      return {
        found: [...places, ...best(terms, wordings, places[0]?.part), ...best(chapters, wordings, places[0]?.part)]
          .sort((a, b) => b.score - a.score)
          .map(({ entry }) => entry)
          .filter(({ url }, at, sorted) => sorted.findIndex((entry) => entry.url === url) === at),
        isHit: (word) => wordings.flat().some((words) => words.has(known.get(word))),
      };
    },
  };
}

/** What a field is worth for one word sought: its best word, more when the field is short or says it often. */
function worth(own, words) {
  let best = 0;
  let hits = 0;
  for (const word of own) {
    const how = words.get(word) ?? 0;
    best = Math.max(best, how);
    hits += how;
  }
  return best && best * (1 + Math.min(0.5, hits / (own.length + 4)) + Math.min(0.6, 0.15 * hits));
}

/** A text in pieces, words found apart; a long text shortened to where most of them stand. */
export function pieces(text, isHit, longest = Infinity) {
  const words = [...text.matchAll(WORD)].map((match) => ({ at: match.index, word: match[0], hit: isHit(match[0]) }));
  let start = 0;
  let end = text.length;
  if (text.length > longest) {
    const hits = words.filter(({ hit }) => hit);
    const near = (first) => hits.filter(({ at }) => at >= first.at && at < first.at + longest - 40).length;
    const first = hits.reduce((best, hit) => (best && near(best) >= near(hit) ? best : hit), null)?.at ?? 0;
    start = first < 40 ? 0 : words.find(({ at }) => at >= first - 40).at;
    end = words.findLast(({ at, word }) => at + word.length <= start + longest);
    end = end.at + end.word.length;
  }
  const cut = [];
  let at = start;
  for (const { at: place, word } of words.filter((found) => found.hit && found.at >= start && found.at < end)) {
    cut.push({ text: text.slice(at, place), hit: false }, { text: word, hit: true });
    at = place + word.length;
  }
  cut.push({ text: text.slice(at, end), hit: false });
  if (start > 0) cut.unshift({ text: "… ", hit: false });
  if (end < text.length) cut.push({ text: " …", hit: false });
  return cut;
}
