import type { Language } from '#language/shared.ts'
import type { ShownRule } from '#routing/queries.ts'
import { messages } from '#ui/messages/messages.ts'

/** What a rule asks, in words. */
export function asksOf(rule: ShownRule, language: Language): string[] {
  const t = messages(language).routing
  const names = new Intl.DisplayNames(language, { type: 'language' })
  const lists = {
    words: rule.words,
    allWords: rule.allWords,
    notWords: rule.notWords,
    places: rule.places,
    channels: rule.channelNames,
    topics: rule.topicNames,
    languages: rule.languages.map((one) => names.of(one) ?? one)
  }
  const said = Object.entries(lists).flatMap(([name, list]) =>
    list.length === 0
      ? []
      : [t.asks[name as keyof typeof lists](list.slice(0, 8).join(', ') + (list.length > 8 ? ' …' : ''))]
  )
  return rule.hours === 'any' ? said : [...said, t.hoursKinds[rule.hours]]
}
