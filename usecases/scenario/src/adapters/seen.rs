//! Seen ids in memory: a table by id, and the ids of each day, so that forgetting a day finds them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;

use crate::calendar::Day;
use crate::ids::LoadId;
use crate::ports::{Seen, SeenStore};

/// Holds every id that is not forgotten; memory is bounded by the ids of the days that are kept.
#[derive(Clone, Debug, Default)]
pub struct MemorySeenStore {
    by_id: HashMap<LoadId, Seen>,
    by_day: BTreeMap<Day, HashSet<LoadId>>,
}

impl SeenStore for MemorySeenStore {
    fn find(&self, id: &LoadId) -> io::Result<Option<Seen>> {
        Ok(self.by_id.get(id).cloned())
    }

    fn put(&mut self, id: &LoadId, seen: Seen) -> io::Result<()> {
        let day = seen.day;
        let before = self.by_id.insert(id.clone(), seen).map(|before| before.day);
        if before == Some(day) {
            return Ok(());
        }
        if let Some(ids) = before.and_then(|before| self.by_day.get_mut(&before)) {
            ids.remove(id);
        }
        self.by_day.entry(day).or_default().insert(id.clone());
        Ok(())
    }

    fn forget_before(&mut self, day: Day) -> io::Result<()> {
        while let Some(oldest) = self.by_day.first_entry().filter(|oldest| *oldest.key() < day) {
            #[expect(clippy::iter_over_hash_type, reason = "all of them go, in whatever order")]
            for id in oldest.remove() {
                self.by_id.remove(&id);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;

    use super::*;
    use crate::amount::Amount;
    use crate::calendar::Instant;

    fn seen(day: i64) -> Seen {
        let time = Instant::UNIX_EPOCH + Duration::days(day);
        Seen { customer_id: "1".into(), amount: Amount::ZERO, time, day: time.date() }
    }

    #[test]
    fn a_replaced_id_is_forgotten_with_its_new_day() -> io::Result<()> {
        let (mut store, id) = (MemorySeenStore::default(), LoadId::from("7"));
        for day in [3, 9, 5, 5] {
            store.put(&id, seen(day))?;
        }
        store.forget_before(seen(5).day)?;
        assert_eq!(store.find(&id)?, Some(seen(5)));
        store.forget_before(seen(6).day)?;
        assert_eq!(store.find(&id)?, None);
        store.forget_before(seen(10).day)?;
        assert!(store.by_id.is_empty() && store.by_day.is_empty());
        Ok(())
    }
}
