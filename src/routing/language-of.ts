// Guesses the language of a short text: by its script, else by words that stand in every other sentence.

const scripts: [string, RegExp][] = [
  ['uk', /[іїєґ]/i],
  ['ru', /\p{Script=Cyrillic}/u],
  ['fa', /[پچژگ]/],
  ['ar', /\p{Script=Arabic}/u],
  ['el', /\p{Script=Greek}/u],
  ['zh', /\p{Script=Han}/u]
]

const frequent: Record<string, string> = {
  de: 'der die das und ist nicht ich wir ein eine für mit auf zu den wann bitte sie es im kann wie noch auch von',
  en: 'the and is not you we are for with this that when please how can my have there what to of it where do',
  tr: 've bir bu için ne nasıl değil var yok ben biz çok mi mı nerede zaman lütfen merhaba da de ile kadar',
  fr: 'le la les et est pas vous nous pour avec une que quand comment je des du dans il bonjour sur ou',
  pl: 'i w na nie jest się to do czy jak dla kiedy proszę gdzie ja my z że dzień dobry po ile',
  ro: 'și este nu pentru cu vă rog când unde cum sunt eu noi un o la bună ziua care din',
  it: 'il la e non per con che quando come sono un una di buongiorno dove si del nel grazie mi',
  es: 'el la y no es para con que cuando cómo por favor dónde un una los hola gracias mi se en'
}
const lists = Object.entries(frequent).map(([language, words]) => [language, new Set(words.split(' '))] as const)

/** The two letters of the likeliest language; null where the text is too short to say. */
export function languageOf(text: string): string | null {
  const some = text.slice(0, 1500)
  const letters = some.match(/\p{L}/gu)?.length ?? 0
  for (const [language, script] of scripts) {
    if (script.test(some) && (some.match(/[^\p{Script=Latin}\P{L}]/gu)?.length ?? 0) > letters / 2) return language
  }
  const words = some.toLowerCase().match(/\p{L}+/gu) ?? []
  const scored = lists
    .map(([language, list]) => ({ language, hits: words.filter((one) => list.has(one)).length }))
    .toSorted((a, b) => b.hits - a.hits)
  const [first, second] = scored
  return first && first.hits >= 2 && first.hits > (second?.hits ?? 0) ? first.language : null
}
/** Languages a rule can ask for. */
export const languages = ['de', 'en', 'tr', 'uk', 'ru', 'ar', 'fa', 'pl', 'ro', 'fr', 'it', 'es', 'el', 'zh'] as const
