{{ header }}

{% for kind in kinds %}
{{ kind.description|doc_comment }}
pub(crate) const {{ kind.id|const_name }}: &[&str] = &[
{% for entry in kind.entries %}
    {{ entry.key }},
{% endfor %}
];
{% endfor %}
