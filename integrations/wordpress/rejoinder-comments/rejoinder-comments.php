<?php
/**
 * Plugin Name: Rejoinder comments
 * Description: Puts Rejoinder's threads under posts, in place of WordPress's own comments.
 * Version: 0.1.0
 * Requires at least: 5.9
 * Requires PHP: 7.4
 * License: Apache-2.0
 * Text Domain: rejoinder-comments
 */

defined( 'ABSPATH' ) || exit;

/** Where Rejoinder is, without a slash at the end; empty until it is set. */
function rejoinder_comments_server(): string {
	return untrailingslashit( (string) get_option( 'rejoinder_comments_server', '' ) );
}

/** A post is known by its number, which stays when its address changes. */
function rejoinder_comments_thread( int $post_id ): string {
	$server = rejoinder_comments_server();
	return sprintf(
		'<script type="module" src="%1$s"></script>' . "\n"
		. '<rejoinder-thread article-id="%2$s" url="%3$s">' . "\n"
		. '  <a href="%4$s">%5$s</a>' . "\n"
		. '</rejoinder-thread>',
		esc_url( $server . '/embed.js' ),
		esc_attr( (string) $post_id ),
		esc_url( (string) get_permalink( $post_id ) ),
		esc_url( $server . '/' ),
		esc_html__( 'Comments', 'rejoinder-comments' )
	);
}

/** The theme's comments are ours, wherever a post has them open or had any. */
function rejoinder_comments_template( string $template ): string {
	return '' === rejoinder_comments_server() ? $template : __DIR__ . '/template.php';
}
add_filter( 'comments_template', 'rejoinder_comments_template', 20 );

/** `[rejoinder]` for themes and page builders that show no comments. */
function rejoinder_comments_shortcode(): string {
	return '' === rejoinder_comments_server() ? '' : rejoinder_comments_thread( (int) get_the_ID() );
}
add_shortcode( 'rejoinder', 'rejoinder_comments_shortcode' );

/** WordPress takes no comments of its own beside ours: its form would be a way around the judge. */
function rejoinder_comments_refuse( bool $open ): bool {
	return '' === rejoinder_comments_server() ? $open : false;
}
if ( ! is_admin() ) {
	add_filter( 'pings_open', 'rejoinder_comments_refuse', 20 );
}
add_action(
	'pre_comment_on_post',
	static function (): void {
		if ( '' !== rejoinder_comments_server() ) {
			wp_die( esc_html__( 'Comments are written under the article.', 'rejoinder-comments' ), '', array( 'response' => 403 ) );
		}
	}
);

/** An address that a site may use: https, or http for trying it out; nothing else. */
function rejoinder_comments_sanitize( $given ): string {
	return untrailingslashit( esc_url_raw( trim( (string) $given ), array( 'https', 'http' ) ) );
}

/** Settings → Discussion: one line. */
function rejoinder_comments_settings(): void {
	register_setting( 'discussion', 'rejoinder_comments_server', array( 'type' => 'string', 'sanitize_callback' => 'rejoinder_comments_sanitize', 'default' => '' ) );
	add_settings_field(
		'rejoinder_comments_server',
		esc_html__( 'Rejoinder is at', 'rejoinder-comments' ),
		static function (): void {
			printf(
				'<input type="url" class="regular-text" name="rejoinder_comments_server" id="rejoinder_comments_server" value="%s" placeholder="https://comments.courier.example">',
				esc_attr( rejoinder_comments_server() )
			);
		},
		'discussion',
		'default',
		array( 'label_for' => 'rejoinder_comments_server' )
	);
}
add_action( 'admin_init', 'rejoinder_comments_settings' );
