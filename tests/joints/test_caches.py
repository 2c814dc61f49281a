"""Whatever an installed package remembers is known here, with what a second schema makes of it.

A name that comes with an update: read what it keeps, and how long. Rows or rights that outlive a
switch of schema are kept apart (tenants/joints/schemas.py, with a test in tests/isolation); all
else is added below, where it belongs.
"""

from marketplace.accounts.models import User
from tenants.joints.schemas import PerSchema
from tests.joints.caches import names_of_caches

ON_USERS = """
    _perm_cache _%s_perm_cache _prefetched_objects_cache
    _page_permission_cache _collection_permission_cache _site_permission_cache
    _explorable_root_page_cache
"""
KNOWN = {
    "kept apart: PerSchema on the user (tenants/joints/django.py, wagtail.py)": ON_USERS,
    "kept apart: keep_caches_apart() in tenants/joints/django.py": "SITE_CACHE _cache",
    "names of names above": "_explorable_root_instance_cache_name",
    "of a QuerySet, a row, a form or a file, which does not outlive its schema": """
        _annotation_select_cache _extra_select_cache _result_cache _cache_full _bound_fields_cache
        _dimensions_cache _from_cache _cached_attributes _cached_depth _cached_parent_obj
        __%s_order_cache _m2m_%s_cache _m2m_reverse_%s_cache
    """,
    "of a request, which has one schema; a setting of a site is one of the request's": """
        _cached_user _basket_cache _cached_object _page_url_cache _wagtail_cached_site_root_paths
        _cache_update_cache _cached
    """,
    "a session, whose key is bound to its schema (marketplace/accounts/logins/sessions.py)": """
        _session_cache
    """,
    "of code and settings, the same in every schema": """
        _get_fields_cache _format_cache _format_modules_cache _child_relation_schema_cache
        _foreign_key_schema_cache _reverse_related_schema_cache _dashboard_url_names_to_config()
        cached_import_string() get_available_admin_time_zones() get_base_snippet_action_menu_items()
        get_class_loader() get_content_languages() get_edit_handler() get_finders() get_form_types()
        get_help_icon() get_icon_sprite_hash() get_icons() get_model_field() get_rewriter()
        get_setting_edit_handler() get_streamfield_names() get_supported_content_language_variant()
        get_workflow_enabled_models() has_jpeg_support() has_png_support() numconv_obj()
        template_is_overridden() tree_model()
    """,
}


def test_every_name_of_a_cache_is_known():
    known = {name for names in KNOWN.values() for name in names.split()}

    assert names_of_caches() == known


def test_what_is_kept_on_users_is_kept_apart():
    """`_%s_perm_cache` is Django's of the user and of the groups."""
    names = set(ON_USERS.split()) - {"_%s_perm_cache"} | {"_user_perm_cache", "_group_perm_cache"}
    apart = {
        name
        for kind in User.__mro__
        if kind.__module__.startswith("tenants.joints")
        for name, value in vars(kind).items()
        if isinstance(value, PerSchema)
    }

    assert apart == names
