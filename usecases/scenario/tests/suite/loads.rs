//! Loads as input lines.

/// A load: id, customer, amount, time.
pub(crate) type Load<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Loads as input lines.
pub(crate) fn lines(loads: &[Load<'_>]) -> String {
    let line = |(id, customer, amount, time): &Load<'_>| {
        let line = serde_json::json!({ "id": id, "customer_id": customer, "load_amount": amount, "time": time });
        format!("{line}\n")
    };
    loads.iter().map(line).collect()
}
