-- What the channels say in their own words, as one value: an approval holds for these words, too.
alter table post add column variant_digest text not null default '';
