/** The history of a goal in words. */
import { sdgTitles } from '#goals/shared.ts'

export interface ChangeWords {
  what: string
  data: Record<string, unknown>
  /** A goal or unit by its id, as it is called today. */
  name: (id: unknown) => string
  /** A day or a figure as people read it. */
  day: (day: unknown) => string
  figure: (value: unknown) => string
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export const de = {
  /** Sentences about one change. */
  historySays: ({ what, data, name, day, figure }: ChangeWords): string[] => {
    const fromTo = (field: string, before: unknown, after: unknown, none = 'leer'): string =>
      `${field}: von ${textOf(before) ? `„${textOf(before)}“` : none} zu ${textOf(after) ? `„${textOf(after)}“` : none}`
    switch (what) {
      case 'added':
        return [data.parent ? `Angelegt unter „${name(data.parent)}“` : 'Angelegt']
      case 'changed':
        return [
          ...('name' in data ? [fromTo('Titel', data.nameBefore, data.name)] : []),
          ...('kind' in data
            ? [data.kind === 'leitziel' ? 'Jetzt ein Leitziel' : 'Jetzt ein Ziel der Fachplanung']
            : []),
          ...('plan' in data ? [fromTo('Fachplan', data.planBefore, data.plan)] : []),
          ...('description' in data ? ['Beschreibung geändert'] : []),
          ...('unit' in data
            ? [fromTo('Zuständig', data.unitBefore && name(data.unitBefore), data.unit && name(data.unit), 'niemand')]
            : []),
          ...('begins' in data ? [fromTo('Beginn', day(data.beginsBefore), day(data.begins), 'offen')] : []),
          ...('ends' in data ? [fromTo('Ende', day(data.endsBefore), day(data.ends), 'offen')] : []),
          ...('sdgs' in data ? [fromTo('SDG', data.sdgsBefore, data.sdgs, 'keines')] : [])
        ]
      case 'moved':
        return [data.to ? `Verschoben unter „${name(data.to)}“` : 'Auf die oberste Ebene verschoben']
      case 'archived':
        return ['Archiviert']
      case 'restored':
        return ['Aus dem Archiv zurückgeholt']
      case 'merged':
        return [`Mit „${name(data.into)}“ zusammengelegt`]
      case 'took-in':
        return [`„${textOf(data.name)}“ hierher zusammengelegt`]
      case 'link-added':
        return [`Link „${textOf(data.title)}“ hinzugefügt`]
      case 'link-removed':
        return [`Link „${textOf(data.title)}“ entfernt`]
      case 'indicator-added':
        return [`Kennzahl „${textOf(data.name)}“ hinzugefügt`]
      case 'indicator-changed':
        return [
          data.name === data.nameBefore
            ? `Kennzahl „${textOf(data.name)}“ geändert`
            : `Kennzahl „${textOf(data.nameBefore)}“ heißt jetzt „${textOf(data.name)}“`,
          ...(data.baseline === data.baselineBefore
            ? []
            : [`Ausgangswert: von ${figure(data.baselineBefore)} zu ${figure(data.baseline)}`]),
          ...(data.target === data.targetBefore
            ? []
            : [`Zielwert: von ${figure(data.targetBefore)} zu ${figure(data.target)}`])
        ]
      case 'indicator-archived':
        return [`Kennzahl „${textOf(data.name)}“ ausgeblendet`]
      case 'indicator-restored':
        return [`Kennzahl „${textOf(data.name)}“ wieder gezeigt`]
      case 'value-set':
        return [
          typeof data.before === 'number'
            ? `„${textOf(data.name)}“ vom ${day(data.day)}: von ${figure(data.before)} zu ${figure(data.value)}`
            : `„${textOf(data.name)}“ vom ${day(data.day)}: ${figure(data.value)}`
        ]
      case 'value-removed':
        return [`„${textOf(data.name)}“ vom ${day(data.day)}: ${figure(data.before)} entfernt`]
      case 'values-imported':
        return [`${figure(data.count)} Werte von „${textOf(data.name)}“ aus CSV eingelesen`]
      default:
        return ['Geändert']
    }
  },
  sdgTitles: sdgTitles.de
}

export const en: typeof de = {
  historySays: ({ what, data, name, day, figure }) => {
    const fromTo = (field: string, before: unknown, after: unknown, none = 'empty'): string =>
      `${field}: from ${textOf(before) ? `“${textOf(before)}”` : none} to ${textOf(after) ? `“${textOf(after)}”` : none}`
    switch (what) {
      case 'added':
        return [data.parent ? `Added under “${name(data.parent)}”` : 'Added']
      case 'changed':
        return [
          ...('name' in data ? [fromTo('Title', data.nameBefore, data.name)] : []),
          ...('kind' in data ? [data.kind === 'leitziel' ? 'Now a city-wide goal' : 'Now of a departmental plan'] : []),
          ...('plan' in data ? [fromTo('Plan', data.planBefore, data.plan)] : []),
          ...('description' in data ? ['Description changed'] : []),
          ...('unit' in data
            ? [fromTo('Responsible', data.unitBefore && name(data.unitBefore), data.unit && name(data.unit), 'nobody')]
            : []),
          ...('begins' in data ? [fromTo('Begins', day(data.beginsBefore), day(data.begins), 'open')] : []),
          ...('ends' in data ? [fromTo('Ends', day(data.endsBefore), day(data.ends), 'open')] : []),
          ...('sdgs' in data ? [fromTo('SDG', data.sdgsBefore, data.sdgs, 'none')] : [])
        ]
      case 'moved':
        return [data.to ? `Moved under “${name(data.to)}”` : 'Moved to the top']
      case 'archived':
        return ['Archived']
      case 'restored':
        return ['Brought back from the archive']
      case 'merged':
        return [`Merged with “${name(data.into)}”`]
      case 'took-in':
        return [`“${textOf(data.name)}” merged into this one`]
      case 'link-added':
        return [`Link “${textOf(data.title)}” added`]
      case 'link-removed':
        return [`Link “${textOf(data.title)}” removed`]
      case 'indicator-added':
        return [`Indicator “${textOf(data.name)}” added`]
      case 'indicator-changed':
        return [
          data.name === data.nameBefore
            ? `Indicator “${textOf(data.name)}” changed`
            : `Indicator “${textOf(data.nameBefore)}” is now called “${textOf(data.name)}”`,
          ...(data.baseline === data.baselineBefore
            ? []
            : [`Baseline: from ${figure(data.baselineBefore)} to ${figure(data.baseline)}`]),
          ...(data.target === data.targetBefore
            ? []
            : [`Target: from ${figure(data.targetBefore)} to ${figure(data.target)}`])
        ]
      case 'indicator-archived':
        return [`Indicator “${textOf(data.name)}” hidden`]
      case 'indicator-restored':
        return [`Indicator “${textOf(data.name)}” shown again`]
      case 'value-set':
        return [
          typeof data.before === 'number'
            ? `“${textOf(data.name)}” of ${day(data.day)}: from ${figure(data.before)} to ${figure(data.value)}`
            : `“${textOf(data.name)}” of ${day(data.day)}: ${figure(data.value)}`
        ]
      case 'value-removed':
        return [`“${textOf(data.name)}” of ${day(data.day)}: ${figure(data.before)} removed`]
      case 'values-imported':
        return [`${figure(data.count)} values of “${textOf(data.name)}” read in from CSV`]
      default:
        return ['Changed']
    }
  },
  sdgTitles: sdgTitles.en
}
