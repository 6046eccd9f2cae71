// What machines read of an article: schema.org as a data block, which runs nothing and so needs no place in the content policy.
import type { Municipality } from '#municipality/types.ts'
import { siteOrigin } from '#municipality/hosts.ts'
import { pictureUrl } from '#platform/media/images.ts'
import type { Article } from '#posts/queries.ts'
import { postPath } from '#posts/slug.ts'
import type { Comments } from './comments.ts'

/** The article as schema.org's NewsArticle, as text for a `<script type="application/ld+json">`. */
export function articleData(
  municipality: Municipality,
  article: Article,
  comments: Comments,
  logo: string | null
): string {
  const origin = siteOrigin(municipality)
  const url = origin + postPath(article)
  const publisher = {
    '@type': 'GovernmentOrganization',
    name: municipality.settings.contact.name || municipality.name,
    url: origin,
    ...(logo && { logo: { '@type': 'ImageObject', url: origin + logo } })
  }
  const data = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: article.title,
    description: article.lead || undefined,
    inLanguage: article.language,
    url,
    mainEntityOfPage: url,
    datePublished: article.publishedAt.toISOString(),
    dateModified: (article.correctedAt ?? article.publishedAt).toISOString(),
    author: { '@type': 'GovernmentOrganization', name: article.unitName, parentOrganization: publisher },
    publisher,
    image: article.picture ? origin + pictureUrl(article.picture, 1600, 'jpg', 'share') : undefined,
    keywords: article.topics.map((topic) => topic.name).join(', ') || undefined,
    wordCount: article.words,
    license: licenceUrl(municipality.settings.licence),
    isAccessibleForFree: true,
    correction: article.corrections[0] && {
      '@type': 'CorrectionComment',
      text: article.corrections[0].note,
      datePublished: article.corrections[0].at.toISOString()
    },
    commentCount: comments.count + comments.answers || undefined
  }
  // Nothing inside may end the script element.
  return JSON.stringify(data).replaceAll('<', '\\u003c')
}

/** The address of a licence that is named the usual way; a licence in words has none. */
export function licenceUrl(licence: string): string | undefined {
  const match = /^CC[- ](BY(?:-(?:SA|ND|NC|NC-SA|NC-ND))?)[- ](\d\.\d)(?:[- ](DE))?$/i.exec(licence.trim())
  if (match)
    return `https://creativecommons.org/licenses/${match[1]!.toLowerCase()}/${match[2]}/${match[3] ? 'de/' : ''}`
  if (/^CC0[- ]1\.0$/i.test(licence.trim())) return 'https://creativecommons.org/publicdomain/zero/1.0/'
  return undefined
}
