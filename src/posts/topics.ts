// Topics by name: what posts are about.
import { tidyNames } from '#goals/find.ts'
import { now } from '#platform/clock/clock.ts'
import type { Tx } from '#platform/database/database.ts'
import { newId } from '#platform/id.ts'
import { record } from '#platform/journal/journal.ts'
import { must } from '#people/rights.ts'
import type { Who } from '#people/types.ts'
import { freeTopicSlug } from './slug.ts'

export interface Topic {
  id: string
  name: string
  slug: string
}

/** The topics of these names, made where they do not exist yet. @throws NotAllowed */
export async function topicsByName(tx: Tx, who: Who, names: string[]): Promise<Topic[]> {
  const topics: Topic[] = []
  for (const name of tidyNames(names)) {
    const topic = (await findTopic(tx, name)) ?? (await makeTopic(tx, who, name))
    if (!topics.some((one) => one.id === topic.id)) topics.push(topic)
  }
  return topics
}

/** All topics by name, at most 500. */
export async function listTopics(tx: Tx): Promise<Topic[]> {
  return tx.selectFrom('topic').select(['id', 'name', 'slug']).orderBy('name').limit(500).execute()
}

async function findTopic(tx: Tx, name: string): Promise<Topic | undefined> {
  return tx
    .selectFrom('topic')
    .select(['id', 'name', 'slug'])
    .where((where) => where(where.fn<string>('lower', ['name']), '=', name.toLowerCase()))
    .executeTakeFirst()
}

async function makeTopic(tx: Tx, who: Who, name: string): Promise<Topic> {
  must(who, 'post.write')
  const topic = { id: newId(), name, slug: await freeTopicSlug(tx, name) }
  await tx
    .insertInto('topic')
    .values({ ...topic, created_at: now() })
    .execute()
  record(tx, who, 'topic.added', topic.id)
  return topic
}
