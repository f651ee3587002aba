//! Short names for content: of a layer as it stands, and of one edition's content.

use blake3::{Hash, Hasher};

use super::{
    blob,
    read::{EditionRow, LayerRow},
};
use crate::{
    asset::{Asset, AssetId, Ending, PlacedBy, Postcode, RunBy},
    atlas::TableName,
    boundary::{AreaId, Layer, Note, Period, Provenance, Release},
    store::{NewContent, NewEdition, NewTable},
};

/// Hex digits of a layer's stamp and of an edition's reference.
const DIGITS: usize = 12;

/// Changes whenever anything of the layer does; the same for the same content.
pub(super) fn of(row: &LayerRow, editions: &[EditionRow], notes: &[(AreaId, Note)]) -> String {
    let mut words = Words::new("layer");
    words.layer(&row.layer).say_if_any(row.edited.as_deref());
    for EditionRow { state, .. } in editions {
        let (edition, source) = (&state.edition, &state.edition.provenance);
        words.say(edition.id.as_str()).say(&edition.reference).say(&edition.revision.to_string());
        words.period(&edition.declared).period(&state.period);
        words.say_if_any(edition.amends.as_ref().map(ToString::to_string).as_deref());
        words.provenance(source);
    }
    words.notes(notes);
    words.name()
}

/// Changes whenever anything of a table does.
pub(super) fn of_table(
    name: &TableName,
    release: &Release,
    period: &Period,
    scope: Option<&str>,
    layer: Option<&Layer>,
) -> String {
    let mut words = Words::new("table");
    words.say(&name.to_string()).say(&release.reference).say(&release.revision.to_string());
    words.period(&release.period).period(period).say_if_any(scope);
    words.provenance(&release.provenance);
    if let Some(layer) = layer {
        words.layer(layer);
    }
    words.name()
}

/// A short name for exactly this content of a table.
pub(super) fn reference_of_table(new: &NewTable, ids: &[AreaId]) -> String {
    let mut words = Words::new("table of people");
    words.say(&new.name().to_string()).period(&new.declared);
    match &new.content {
        NewContent::Population { values, .. } => {
            for (block, people) in values {
                words.say(block).number(*people);
            }
        }
        NewContent::Classes { values, .. } => {
            for (block, class) in values {
                words.say(block).say(class);
            }
        }
        NewContent::Membership { weight, blocks, scope, organisations, rows, .. } => {
            words.say(weight.as_str()).say(&blocks.to_string()).say_if_any(scope.as_deref());
            for (one, id) in organisations.iter().zip(ids) {
                words.say(id.as_str()).say(&one.code).say(&one.name);
                words.say_if_any(one.stated_total.map(|total| total.to_string()).as_deref());
            }
            for row in rows {
                words.say(&row.organisation.to_string()).say(&row.block).number(row.value);
            }
        }
        NewContent::Postcodes { postcodes, .. } => {
            for listed in postcodes {
                words.say(listed.postcode.as_str()).number(listed.at.x).number(listed.at.y);
                words.say(&match listed.ending {
                    Ending::Unsaid => "unsaid".to_owned(),
                    Ending::InUse => "in use".to_owned(),
                    Ending::Ended(day) => {
                        format!("ended {}", day.map(|day| day.to_string()).unwrap_or_default())
                    }
                });
            }
        }
        NewContent::Lineage { rows, .. } => {
            for row in rows {
                words.say(&row.old).say(&row.new).say(row.change.as_str());
                for text in [row.old_name.clone(), row.new_name.clone(), row.day.map(|day| day.to_string())] {
                    words.say_if_any(text.as_deref());
                }
            }
        }
        NewContent::Assets { list, assets } => {
            words.say(&list.title).say(&list.complete.to_string()).say(&list.share_alike.to_string());
            words.say(list.visibility.as_str());
            for asset in assets {
                words.asset(asset);
            }
        }
    }
    words.name()
}

/// A short name for exactly this content: equal areas under equal ids over equal days are called the same.
pub(super) fn reference(new: &NewEdition, ids: &[AreaId], ground: &[Hash]) -> String {
    let mut words = Words::new("edition");
    words.say(new.layer.id.as_str()).say(new.id.as_str()).period(&new.declared);
    words.say_if_any(new.amends.as_ref().map(ToString::to_string).as_deref());
    for ((area, id), ground) in new.areas.iter().zip(ids).zip(ground) {
        words
            .say(id.as_str())
            .say_if_any(area.code.as_deref())
            .say(&area.name)
            .say(&area.inferred.to_string());
        words.hasher.update(ground.as_bytes());
    }
    words.say("ends");
    for id in &new.ends {
        words.say(id.as_str());
    }
    words.notes(&new.notes);
    words.name()
}

/// Words that cannot run into one another: each is preceded by its length.
struct Words {
    hasher: Hasher,
}

impl Words {
    fn new(kind: &str) -> Self {
        let mut words = Self { hasher: Hasher::new() };
        words.say(kind);
        words
    }

    fn say(&mut self, word: &str) -> &mut Self {
        self.hasher.update(&(word.len() as u64).to_le_bytes());
        self.hasher.update(word.as_bytes());
        self
    }

    fn say_if_any(&mut self, word: Option<&str>) -> &mut Self {
        self.hasher.update(&[u8::from(word.is_some())]);
        self.say(word.unwrap_or_default())
    }

    fn period(&mut self, period: &Period) -> &mut Self {
        for day in [period.from(), period.until()] {
            self.say_if_any(day.map(|day| day.to_string()).as_deref());
        }
        self
    }

    fn number(&mut self, number: f64) -> &mut Self {
        self.hasher.update(&number.to_bits().to_le_bytes());
        self
    }

    fn layer(&mut self, layer: &Layer) -> &mut Self {
        self.say(layer.id.as_str()).say(&layer.title).say(&layer.singular).say(layer.family.as_str());
        self.say(&layer.order.to_string()).say(layer.visibility.as_str());
        self.say_if_any(layer.description.as_deref())
    }

    fn provenance(&mut self, source: &Provenance) {
        for text in
            [&source.source, &source.publisher, &source.licence, &source.attribution, &source.resolution]
        {
            self.say_if_any(text.as_deref());
        }
        self.say_if_any(source.extract_date.map(|day| day.to_string()).as_deref());
        self.say_if_any(source.clipped_to_coast.map(|clipped| clipped.to_string()).as_deref());
    }

    fn asset(&mut self, asset: &Asset) {
        self.say(asset.id.as_str()).say(&asset.name).say(asset.kind.as_str()).say(asset.precision.as_str());
        self.say(asset.can_meet_here.as_str()).say(asset.status.as_str());
        self.say(&asset.contact.confirmed.to_string());
        let contact = &asset.contact;
        let texts = [
            &asset.source_id,
            &asset.address,
            &asset.uprn,
            &contact.phone,
            &contact.email,
            &contact.website,
            &asset.opening_hours,
            &asset.accessibility,
            &asset.organisation,
            &asset.commissioner,
            &asset.serves,
            &asset.notes,
        ];
        for text in texts {
            self.say_if_any(text.as_deref());
        }
        self.say_if_any(asset.postcode.as_ref().map(Postcode::as_str));
        self.say_if_any(asset.placed_by.map(PlacedBy::as_str));
        self.say_if_any(asset.run_by.map(RunBy::as_str));
        self.say_if_any(asset.at.as_ref().map(AssetId::as_str));
        self.say_if_any(asset.capacity.map(|people| people.to_string()).as_deref());
        for day in [asset.last_verified, asset.listed_until] {
            self.say_if_any(day.map(|day| day.to_string()).as_deref());
        }
        let blob = asset.site.as_ref().map(blob::encode_site).unwrap_or_default();
        self.hasher.update(&(blob.len() as u64).to_le_bytes()).update(&blob);
    }

    fn notes(&mut self, notes: &[(AreaId, Note)]) {
        self.say("notes");
        for (area, note) in notes {
            self.say(area.as_str())
                .say_if_any(note.from.map(|day| day.to_string()).as_deref())
                .say(&note.text);
        }
    }

    fn name(&self) -> String {
        self.hasher.finalize().to_hex().chars().take(DIGITS).collect()
    }
}
