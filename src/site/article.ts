// An article with everything its page shows.
import type { Language } from '#language/shared.ts'
import { siteOrigin } from '#municipality/hosts.ts'
import type { Municipality } from '#municipality/types.ts'
import type { Tx } from '#platform/database/database.ts'
import { type CropPlace, type Picture, pictureSet, pictureSize, pictureUrl } from '#platform/media/images.ts'
import { type Article, readArticle } from '#posts/queries.ts'
import { postPath } from '#posts/slug.ts'
import { pauseOf } from '#dialogue/moderation/pause.ts'
import { type Comments, commentsOf } from './comments.ts'
import { articleData } from './structured.ts'
import { type ShownText, showTexts } from './shown-text.ts'

export interface ShownPicture {
  src: string
  set: string
  alt: string
  width: number
  height: number
  /** Where a shape that cuts it off should look, for CSS. */
  focus: string
}

export interface ArticlePage {
  article: Omit<Article, 'picture' | 'body'>
  picture: ShownPicture | null
  /** Whole minutes, at the pace at which official texts are read. */
  minutes: number
  comments: Comments
  /** Comments rest until then, for this reason. */
  pause: { until: Date; reason: string } | null
  /** Absolute, for who finds the page somewhere else. */
  url: string
  sharedPicture: string | null
  data: string
  licence: ShownText
  notice: ShownText
  /** What the page shows, for the page cache. */
  tags: string[]
}

/** The page of an article, also of a withdrawn one; null when there is none. */
export async function loadArticle(
  tx: Tx,
  municipality: Municipality,
  slug: string,
  language: Language
): Promise<ArticlePage | null> {
  const article = await readArticle(tx, slug)
  if (!article) return null
  const isShown = article.state === 'published'
  const none: Comments = { threads: [], count: 0, answers: 0, isCut: false }
  const comments = isShown ? await commentsOf(tx, article.id) : none
  const origin = siteOrigin(municipality)
  const url = origin + postPath(article)
  const { picture, body: _body, ...shown } = article
  const texts = await showTexts(tx, municipality, language, {
    licence: { title: article.title, url, unit: article.unitName },
    'comment-notice': {}
  })
  return {
    article: isShown
      ? shown
      : { ...shown, html: '', headings: [], lead: '', words: 0, goals: [], elsewhere: [], corrections: [] },
    picture: isShown && picture ? showPicture(picture, 'article') : null,
    minutes: Math.max(1, Math.round(article.words / 180)),
    comments,
    pause: isShown && article.pausedUntil ? await pauseOf(tx, article.id) : null,
    url,
    sharedPicture: isShown && picture ? origin + pictureUrl(picture, 1600, 'jpg', 'share') : null,
    data: isShown ? articleData(municipality, article, comments, municipality.coatOfArms ?? null) : '',
    licence: texts.licence,
    notice: texts['comment-notice'],
    tags: [`post:${article.id}`, `site:${municipality.id}`]
  }
}

/** A picture as pages show it, in the shape of its place. */
export function showPicture(picture: Picture, place?: CropPlace): ShownPicture {
  return {
    src: pictureUrl(picture, 960, 'webp', place),
    set: pictureSet(picture, place),
    alt: picture.alt,
    ...pictureSize(picture, place),
    focus: `${Math.round(picture.focal_x * 100)}% ${Math.round(picture.focal_y * 100)}%`
  }
}
