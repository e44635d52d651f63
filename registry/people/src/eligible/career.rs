//! Work, service programmes and military service as requirements see them.

use std::collections::BTreeMap;

use base::PartialDate;
use eligibility::facts::{Evidence, Military, Programme, Service, ServiceKind, StartBasis};

use super::{word, yes};
use crate::Values;

/// A period of work; nothing for a period of study.
pub(super) fn service(v: &Values) -> Option<Service> {
    if v.get("service") == Some("study") {
        return None;
    }
    // without the kind, the file's own word on grass-roots service stands for the kind that counts, or does not
    let kind = word::<ServiceKind>(v, "service")
        .or(yes(v, "grassroots").map(|counts| if counts { ServiceKind::LocalOrgan } else { ServiceKind::HigherOrgan }));
    // a résumé begins a period on the day of reporting for duty, unless it says what else the date was taken from
    let basis = word::<StartBasis>(v, "basis").unwrap_or(StartBasis::Reported);
    let starts: BTreeMap<StartBasis, PartialDate> = v.date("began").map(|d| (basis, d)).into_iter().collect();
    Some(Service {
        kind,
        starts,
        end: v.date("ended"),
        at_school: Some(yes(v, "at_school").unwrap_or(false)),
        // the file itself is the proof that the rules ask for, unless it says that there is less
        evidence: Some(word::<Evidence>(v, "evidence").unwrap_or(Evidence::Proven)),
        source: v.get("work").map(str::to_owned),
    })
}

/// Taking part in a programme.
pub(super) fn programme(v: &Values) -> Programme {
    let area = |key: &str| v.get(key).map(str::to_owned);
    Programme {
        // a programme of no listed kind stays open: a person judges whether it counts
        kind: word(v, "kind"),
        recruited_by: area("recruited_by"),
        area: area("area"),
        start: v.date("began"),
        end: v.date("ended"),
        passed: yes(v, "passed"),
        source: v.get("note").map(str::to_owned),
    }
}

/// Military service.
pub(super) fn military(v: &Values) -> Military {
    let resettled_in = match yes(v, "arranged") {
        Some(false) => Some(String::new()),
        _ => v.get("resettled_in").map(str::to_owned),
    };
    Military {
        enlisted_in: v.get("enlisted_in").map(str::to_owned),
        start: v.date("began"),
        end: v.date("ended"),
        entered_as: word(v, "entered"),
        resettled_in,
        source: v.get("note").map(str::to_owned),
    }
}
